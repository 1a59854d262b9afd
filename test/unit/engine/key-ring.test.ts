// Keys that senders publish: how often their address is asked, and what is done while it fails.
import { generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Fetched } from "../../../src/engine/keys/fetch-document.ts";
import { createKeyRing, type KeyRing } from "../../../src/engine/keys/key-ring.ts";

const MINUTE = 60_000;
const URL_OF_KEYS = "https://keys.example.com/jwks.json";

const jwkOf = (kid: string): object => ({
  ...generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }),
  kid,
});
const [one, two] = [jwkOf("one"), jwkOf("two")];
const documentOf = (...keys: object[]): Fetched => ({
  ok: true,
  text: JSON.stringify({ keys }),
  headers: { "cache-control": "public, max-age=600" },
});

let now: number;
let asked: string[];
let troubles: string[];
let answer: (url: string) => Fetched | Promise<Fetched>;
let ring: KeyRing;

beforeEach(() => {
  now = 1000;
  asked = [];
  troubles = [];
  answer = () => documentOf(one);
  ring = createKeyRing({
    fetch: async (url) => {
      asked.push(url);
      return answer(url);
    },
    now: () => Date.now(),
    elapsed: () => now,
    onTrouble: (message) => troubles.push(message),
  });
});

const ask = (kid?: string) =>
  ring.keys({ form: "jwks", url: URL_OF_KEYS, ...(kid !== undefined && { kid }) });

async function kidsOf(given: ReturnType<typeof ask>): Promise<unknown> {
  const found = await given;
  return found.ok
    ? found.keys.map((text) => (JSON.parse(text) as { kid: string }).kid)
    : found.retryAfterSeconds;
}

describe("a key that is known", () => {
  it("is asked for once by all that wait for it, and not again while it is fresh", async () => {
    const found = await Promise.all([1, 2, 3].map(() => kidsOf(ask("one"))));
    now += 9 * MINUTE;
    expect([...found, await kidsOf(ask("one"))]).toEqual([["one"], ["one"], ["one"], ["one"]]);
    expect(asked).toEqual([URL_OF_KEYS]);
  });

  it("is given at once when it is stale, and renewed behind the request's back", async () => {
    await ask("one");
    now += 11 * MINUTE;
    let release = (): void => {};
    answer = async () => {
      await new Promise<void>((resolve) => (release = resolve));
      return documentOf(one, two);
    };
    expect(await kidsOf(ask("one"))).toEqual(["one"]);
    release();
    expect(await kidsOf(ask("two"))).toEqual(["two"]);
    expect(asked.length).toBe(2);
  });

  it("stays good for a day while its address fails, which is told once", async () => {
    await ask("one");
    answer = () => ({ ok: false, reason: "keys.example.com answers HTTP 500" });
    for (const minutes of [11, 60, 23 * 60]) {
      now = 1000 + minutes * MINUTE;
      expect(await kidsOf(ask("one"))).toEqual(["one"]);
      await Promise.resolve();
    }
    now = 1000 + 25 * 60 * MINUTE;
    expect(await kidsOf(ask("one"))).toBe(10);
    expect(troubles).toEqual([
      "a sender's public keys cannot be had: keys.example.com answers HTTP 500",
    ]);
  });
});

describe("a key that is not known", () => {
  it("is looked for once in a minute, whoever asks, and found once it is published", async () => {
    await ask("one");
    for (let count = 0; count < 100; count += 1) expect(await kidsOf(ask("two"))).toEqual([]);
    expect(asked.length).toBe(1);
    now += MINUTE;
    answer = () => documentOf(one, two);
    expect(await kidsOf(ask("two"))).toEqual(["two"]);
    expect(asked.length).toBe(2);
  });

  it("is no reason to ask again within ten seconds of a failure", async () => {
    answer = () => ({ ok: false, reason: "keys.example.com: refused" });
    expect([await kidsOf(ask()), await kidsOf(ask())]).toEqual([10, 10]);
    expect(asked.length).toBe(1);
    now += 10_000;
    answer = () => documentOf(one);
    expect(await kidsOf(ask())).toEqual(["one"]);
  });
});

describe("what stands at the address", () => {
  it("is no key where it is a shared secret, a private key, or for encryption", async () => {
    const secret = { kty: "oct", k: "AAAA", kid: "one" };
    const own = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    answer = () => documentOf(secret, { ...own, kid: "own" }, { ...two, use: "enc" });
    expect(await kidsOf(ask())).toBe(10);
    expect(troubles[0]).toContain("holds no valid key");
  });
});

it("keeps the keys that it has, however many other addresses strangers name", async () => {
  await ask("one");
  answer = () => ({ ok: false, reason: "keys.example.com answers HTTP 404" });
  for (let minute = 0; minute < 5; minute += 1) {
    now += MINUTE;
    for (let number = 0; number < 20; number += 1) {
      await ring.keys({ form: "jwks", url: `https://keys.example.com/${minute}-${number}` });
    }
  }
  expect(await kidsOf(ask("one"))).toEqual(["one"]);
  expect(asked.filter((url) => url === URL_OF_KEYS)).toHaveLength(1);
});

it("asks for no more than twenty new addresses in a minute", async () => {
  for (let count = 0; count < 30; count += 1)
    await ring.keys({
      form: "certificate",
      url: `https://sns.us-east-1.amazonaws.com/${count}.pem`,
    });
  expect(asked.length).toBe(20);
});
