// `auth: { type: "jwt" }` against jsonwebtoken: its tokens are read here and ours there, and nothing that a token says
// decides how it is checked.
import { createHash, createHmac, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signJwt, verifyJwt, type JwtScheme } from "../../src/signature/jwt/jwt.ts";
import type { JwtAlgorithm } from "../../src/signature/jwt/jwt-signature.ts";
import { load } from "./load.ts";
import { post } from "./oracle.ts";

const library = load("jsonwebtoken");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const [p256, p384] = ["P-256", "P-384"].map((namedCurve) =>
  generateKeyPairSync("ec", { namedCurve }),
);
const SECRET = "a-shared-secret-of-more-than-thirty-two-characters";
const BODY = '{"id":"1"}';

const pem = ({ publicKey, privateKey }: typeof rsa) => ({
  secret: publicKey.export({ type: "spki", format: "pem" }).toString(),
  own: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
});
const shared = { secret: SECRET, own: SECRET };
const KEYS: readonly [JwtAlgorithm, { secret: string; own: string }][] = [
  ["HS256", shared],
  ["HS384", shared],
  ["HS512", shared],
  ["RS256", pem(rsa)],
  ["RS512", pem(rsa)],
  ["ES256", pem(p256 ?? rsa)],
  ["ES384", pem(p384 ?? rsa)],
];

function schemeOf(algorithm: JwtAlgorithm, changes: Partial<JwtScheme> = {}): JwtScheme {
  return {
    from: { header: "authorization" },
    algorithms: [algorithm],
    key: { encoding: "utf8" },
    bodyHash: { claim: "sha256", digest: "sha256", encoding: "hex" },
    id: { claim: "jti" },
    ...changes,
  };
}

const hash = createHash("sha256").update(BODY).digest("hex");
const claims = { iss: "me", jti: "id-1", sha256: hash };

function read(token: string, scheme: JwtScheme, secret: string, body = BODY, now = Date.now()) {
  const message = post(body, { authorization: `Bearer ${token}` });
  return verifyJwt(message, scheme, { secrets: [secret], toleranceMs: 1000 }, now);
}

describe.each(KEYS)("%s", (algorithm, { secret, own }) => {
  const token = library.sign(claims, own, { algorithm, expiresIn: 60 }) as string;
  const scheme = schemeOf(algorithm);

  it("is read, with the delivery's id and the body that it binds", () => {
    expect(read(token, scheme, secret)).toMatchObject({ ok: true, value: { id: "id-1" } });
    expect(read(token, scheme, secret, "{}")).toMatchObject({ ok: false });
  });

  it("is written as the library reads it", () => {
    const made = signJwt(post(BODY, {}), scheme, { secret: own, now: Date.now(), id: "id-2" });
    if (!made.ok) throw new Error(made.reason);
    expect(library.verify(made.value, secret, { algorithms: [algorithm] })).toMatchObject({
      jti: "id-2",
      sha256: hash,
    });
  });

  it("is refused after its end, before its beginning and under another key", () => {
    const later = Date.now() + 62_000;
    expect(read(token, scheme, secret, BODY, later)).toEqual({
      ok: false,
      reason: "the token has expired",
    });
    const early = library.sign(claims, own, { algorithm, notBefore: 60 }) as string;
    expect(read(early, scheme, secret)).toEqual({
      ok: false,
      reason: "the token is not valid yet",
    });
    expect(read(token, scheme, "another").ok).toBe(false);
  });

  it("is not what another algorithm's route takes, whatever the token says", () => {
    for (const [other] of KEYS.filter(([name]) => name !== algorithm)) {
      expect(read(token, schemeOf(other), secret).ok).toBe(false);
    }
  });

  it("is refused with its signature cut off, or changed in a letter", () => {
    const [head = "", body = "", signature = ""] = token.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const flipped = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
    for (const forged of [`${none}.${body}.`, `${head}.${body}.`, `${head}.${body}.${flipped}`]) {
      expect(read(forged, scheme, secret).ok).toBe(false);
    }
  });
});

it("takes no public key for a shared secret, which everybody could sign with", () => {
  const { secret } = pem(rsa);
  const text = [{ alg: "HS256" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const token = `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  expect(read(token, schemeOf("HS256"), secret).ok).toBe(false);
  expect(read(token, schemeOf("RS256"), secret).ok).toBe(false);
});

it("asks for the claims that the operator names; of a list for one entry", () => {
  const scheme = schemeOf("HS256", { claims: { iss: "me", aud: "hooks" } });
  const tokenFor = (aud: unknown) => library.sign({ ...claims, aud }, SECRET) as string;
  expect(read(tokenFor(["other", "hooks"]), scheme, SECRET).ok).toBe(true);
  expect(read(tokenFor("other"), scheme, SECRET)).toEqual({
    ok: false,
    reason: 'the claim "aud" is not what the route expects',
  });
});

it("needs an end, an age or the body's hash, and holds an age that it is given", () => {
  const { bodyHash: _, ...unbound } = schemeOf("HS256");
  const token = library.sign({ jti: "id-1" }, SECRET) as string;
  expect(read(token, unbound, SECRET)).toEqual({ ok: false, reason: "the token has no expiry" });
  const aged = { ...unbound, maxAgeMs: 30_000 };
  expect(read(token, aged, SECRET).ok).toBe(true);
  const tooOld = { ok: false, reason: "the token is too old" };
  expect(read(token, aged, SECRET, BODY, Date.now() + 32_000)).toEqual(tooOld);
  const bound = library.sign(claims, SECRET) as string;
  const later = Date.now() + 32_000;
  expect(read(bound, schemeOf("HS256"), SECRET, BODY, later).ok).toBe(true);
  expect(read(bound, schemeOf("HS256", { maxAgeMs: 30_000 }), SECRET, BODY, later)).toEqual(tooOld);
});
