// Every verifier that docs/verify.md gives, taken out of it and run: a forged request is refused, and never an error.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";

type Verify = (body: string | Buffer, headers: object, secret: string) => boolean;

interface Vector {
  secret: string;
  timestamp: number;
  body: string;
  signature: string;
}

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const page = readFileSync(at("docs/verify.md"), "utf8");
const [vector] = JSON.parse(
  readFileSync(at("fixtures/vectors/x-openclaw.json"), "utf8"),
) as Vector[];
const { secret, timestamp, body, signature } = vector ?? ({} as Vector);
const samples = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code = ""]) => code);

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-readme-"));
afterAll(() => rmSync(directory, { recursive: true }));
beforeEach(() => void vi.useFakeTimers({ now: timestamp * 1000, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

async function load(code: string, index: number): Promise<Verify> {
  const file = join(directory, `sample-${index}.mjs`);
  writeFileSync(file, code);
  const { verify } = (await import(pathToFileURL(file).href)) as { verify: Verify };
  return verify;
}

const right = { "x-openclaw-timestamp": String(timestamp), "x-openclaw-signature": signature };
const wrong = `sha256=${"0".repeat(64)}`;

const CASES: [string, object, boolean][] = [
  ["the right signature", right, true],
  ["one of several", { ...right, "x-openclaw-signature": `${wrong},${signature}` }, true],
  ["no headers", {}, false],
  ["no signature", { "x-openclaw-timestamp": String(timestamp) }, false],
  ["no timestamp", { "x-openclaw-signature": signature }, false],
  ["a wrong signature", { ...right, "x-openclaw-signature": wrong }, false],
  ["an empty one", { ...right, "x-openclaw-signature": "" }, false],
  [
    "one of as many letters and more bytes",
    { ...right, "x-openclaw-signature": "ü".repeat(71) },
    false,
  ],
  ["an old timestamp", { ...right, "x-openclaw-timestamp": String(timestamp - 301) }, false],
];

it("gives verifiers", () => expect(samples).toHaveLength(1));

describe.each(samples.map((code, index) => [index, code] as const))(
  "verifier %i",
  (index, code) => {
    it.each(CASES)("of %s", async (_, headers, accepted) => {
      const verify = await load(code, index);
      expect(verify(Buffer.from(body), headers, secret)).toBe(accepted);
      expect(verify(body, headers, secret)).toBe(accepted);
    });

    it("of another body", async () => {
      const verify = await load(code, index);
      expect(verify(`${body} `, right, secret)).toBe(false);
    });
  },
);
