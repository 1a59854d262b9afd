// Every verifier of docs/verify/, run by its own language over the vectors beside it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasPrograms } from "../support/program.ts";
import { LANGUAGES } from "../support/verifiers/languages.ts";

interface Vector {
  name: string;
  valid: boolean;
  /** Seconds since the epoch. */
  now: number;
  secret: string;
  headers: { "x-openclaw-timestamp"?: string; "x-openclaw-signature"?: string };
  body: string;
}

const folder = new URL("../../docs/verify/", import.meta.url);
const vectors = JSON.parse(readFileSync(new URL("vectors.json", folder), "utf8")) as Vector[];

const base64 = (text?: string): string =>
  text === undefined ? "-" : Buffer.from(text).toString("base64");

const lines = vectors.map(({ now, secret, headers, body }) =>
  [
    now,
    base64(secret),
    base64(headers["x-openclaw-timestamp"]),
    base64(headers["x-openclaw-signature"]),
    base64(body),
  ].join("\t"),
);

describe("the vectors", () => {
  it.skipIf(!hasPrograms("openssl"))("are what OpenSSL signs", () => {
    for (const { name, valid, secret, headers, body } of vectors) {
      const { "x-openclaw-timestamp": timestamp = "", "x-openclaw-signature": given = "" } =
        headers;
      const told = execFileSync(
        "openssl",
        [
          "dgst",
          "-sha256",
          "-mac",
          "HMAC",
          "-macopt",
          `hexkey:${Buffer.from(secret).toString("hex")}`,
        ],
        { input: `${timestamp}.${body}`, encoding: "utf8" },
      );
      const hex = told.trim().split("= ").at(-1) ?? "";
      const isSigned = given.split(",").includes(`sha256=${hex}`);
      const isRightlySigned = valid || /^(stale|ahead|timestamp|empty timestamp)/.test(name);
      expect({ name, isSigned }).toEqual({ name, isSigned: isRightlySigned });
    }
  });
});

describe("the verifiers", () => {
  it("are all that the folder has", () => {
    const files = readdirSync(folder).filter((file) => !/\.(md|json)$/.test(file));
    expect(LANGUAGES.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.for(LANGUAGES)("$name", { timeout: 120_000 }, ({ name, programs, command }, { skip }) => {
    if (!hasPrograms(...programs)) skip(`${name} is not tried: ${programs.join(", ")} is missing`);
    const made = mkdtempSync(join(tmpdir(), "event-webhooks-verifier-"));
    onTestFinished(() => rmSync(made, { recursive: true }));
    const [program, ...args] = command(made);
    const said = execFileSync(program, args, { input: `${lines.join("\n")}\n`, encoding: "utf8" });
    const verdicts = said.trim().split("\n");
    expect(vectors.map(({ name: vector }, index) => [vector, verdicts[index]])).toEqual(
      vectors.map(({ name: vector, valid }) => [vector, String(valid)]),
    );
  });
});
