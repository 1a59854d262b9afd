// JSON Web Tokens that prove a message: read and checked, and made for what `openclaw webhook` sends itself.
// Must not let the token say how it is checked: the algorithms are the scheme's.
// RFC 7519, RFC 7515, RFC 8725.
import { createHash, timingSafeEqual } from "node:crypto";
import { isSigned, tokenSignature, type JwtAlgorithm } from "./jwt-signature.ts";
import { readPlace, type Message, type Read } from "../message.ts";
import { placeName, type Digest, type Encoding, type KeyForm, type Place } from "../scheme.ts";

export interface JwtScheme {
  /** Where the token stands; behind `Bearer ` or alone. */
  from: Place;
  algorithms: readonly JwtAlgorithm[];
  key: KeyForm;
  /** What claims must say, of several texts any; of a claim that is a list one entry. */
  claims?: Readonly<Record<string, string | readonly string[]>>;
  /** The claim that holds the hash of the body, without which the token does not bind the body. */
  bodyHash?: { claim: string; digest: Digest; encoding: Encoding };
  /** Of the delivery: a claim, or a place in the request. */
  id?: Place | { claim: string };
  /** For tokens that say no end: how old `iat` may be, in ms. Needed unless they hold the body's hash. */
  maxAgeMs?: number;
}

export interface JwtTerms {
  secrets: readonly string[];
  toleranceMs: number;
}

const MAX_KEY_ID = 256;
const NO_MATCH = "the token's signature does not match";

type Claims = Record<string, unknown>;

/** `covered`: undefined when the token does not bind the body. `now` in ms since the epoch. */
export function verifyJwt(
  message: Message,
  scheme: JwtScheme,
  terms: JwtTerms,
  now: number,
): Read<{ covered: Uint8Array[] | undefined; id: string | undefined }> {
  const given = readPlace(message, scheme.from);
  if (!given.ok) return given;
  const token = tokenOf(given.value, scheme);
  if (!token.ok) return token;
  const { algorithm, claims, signed, signature } = token.value;
  const isOurs = terms.secrets.some((secret) =>
    isSigned(secret, algorithm, scheme.key, signed, signature),
  );
  if (!isOurs) return refuse(NO_MATCH);
  const reason =
    timeProblem(claims, scheme, terms.toleranceMs, now) ?? claimProblem(claims, scheme);
  if (reason !== undefined) return refuse(reason);
  const id = idOf(message, claims, scheme);
  if (scheme.bodyHash === undefined) return { ok: true, value: { covered: undefined, id } };
  if (!isBodyBound(message, claims, scheme.bodyHash)) {
    return refuse(`the body does not have the hash of the claim "${scheme.bodyHash.claim}"`);
  }
  return { ok: true, value: { covered: [Buffer.from(signed), message.rawBody], id } };
}

interface Token {
  algorithm: JwtAlgorithm;
  claims: Claims;
  signed: string;
  signature: Buffer;
}

function tokenOf(text: string, { algorithms, from }: JwtScheme): Read<Token> {
  const parts = /^(?:bearer +)?([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(text);
  const [, head = "", body = "", signature = ""] = parts ?? [];
  const algorithm = algorithms.find((one) => one === decoded(head)?.["alg"]);
  if (algorithm === undefined) {
    return refuse(`the token in ${placeName(from)} is no JWT with ${algorithms.join(" or ")}`);
  }
  const claims = decoded(body);
  if (claims === undefined) return refuse("the token has no claims");
  const bytes = Buffer.from(signature, "base64url");
  // One signature has one spelling.
  if (bytes.toString("base64url") !== signature) return refuse(NO_MATCH);
  return { ok: true, value: { algorithm, claims, signed: `${head}.${body}`, signature: bytes } };
}

function decoded(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

function timeProblem(
  claims: Claims,
  { maxAgeMs, bodyHash }: JwtScheme,
  toleranceMs: number,
  now: number,
): string | undefined {
  const { exp, nbf, iat } = claims;
  if (typeof exp === "number" && exp * 1000 + toleranceMs < now) return "the token has expired";
  if (typeof nbf === "number" && nbf * 1000 - toleranceMs > now)
    return "the token is not valid yet";
  // One that holds the body's hash is good for this body alone.
  if (typeof exp === "number" || (bodyHash !== undefined && maxAgeMs === undefined)) {
    return undefined;
  }
  // Without an end, one token that was seen would be good for ever.
  if (maxAgeMs === undefined || typeof iat !== "number") return "the token has no expiry";
  if (iat * 1000 - toleranceMs > now) return "the token was issued in the future";
  return iat * 1000 + Math.max(maxAgeMs, toleranceMs) < now ? "the token is too old" : undefined;
}

function claimProblem(claims: Claims, { claims: expected = {} }: JwtScheme): string | undefined {
  const wrong = Object.entries(expected).find(([name, value]) => {
    const own: unknown = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const said = [own].flat().map(claimText);
    return ![value].flat().some((text) => said.includes(text));
  });
  return wrong && `the claim "${wrong[0]}" is not what the route expects`;
}

/** A truth value or a number as it is written. */
function claimText(claim: unknown): string | undefined {
  const isPlain = typeof claim === "boolean" || typeof claim === "number";
  return isPlain ? String(claim) : typeof claim === "string" ? claim : undefined;
}

/** The id of the key that the token in `message` says it was signed with. */
export function keyIdOf(message: Message, { from }: JwtScheme): string | undefined {
  const given = readPlace(message, from);
  const head = given.ok ? /^(?:bearer +)?([\w-]+)\./i.exec(given.value)?.[1] : undefined;
  const kid = decoded(head ?? "")?.["kid"];
  return typeof kid === "string" && kid.length <= MAX_KEY_ID ? kid : undefined;
}

function isBodyBound(
  { rawBody }: Message,
  claims: Claims,
  { claim, digest, encoding }: NonNullable<JwtScheme["bodyHash"]>,
): boolean {
  const own = createHash(digest).update(rawBody).digest(encoding);
  const given = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (typeof given !== "string") return false;
  // Some pad what base64url leaves unpadded.
  const bare = encoding === "base64url" ? given.replace(/={1,2}$/, "") : given;
  const [one, other] = [Buffer.from(bare), Buffer.from(own)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function idOf(message: Message, claims: Claims, { id }: JwtScheme): string | undefined {
  if (id === undefined) return undefined;
  if ("claim" in id) {
    const value = Object.hasOwn(claims, id.claim) ? claims[id.claim] : undefined;
    return typeof value === "string" ? value : undefined;
  }
  const read = readPlace(message, id);
  return read.ok ? read.value : undefined;
}

/** A token for `message`, good for `lifeS`. The secret is the shared one, or the private key. */
export function signJwt(
  message: Message,
  scheme: JwtScheme,
  { secret, now, id, lifeS = 300 }: { secret: string; now: number; id: string; lifeS?: number },
): Read<string> {
  const [algorithm = "HS256"] = scheme.algorithms;
  const iat = Math.floor(now / 1000);
  const hash = scheme.bodyHash;
  const wanted = Object.entries(scheme.claims ?? {}).map(([name, value]) => [
    name,
    [value].flat()[0],
  ]);
  const claims = {
    ...Object.fromEntries(wanted),
    iat,
    nbf: iat,
    exp: iat + lifeS,
    jti: id,
    ...(hash && {
      [hash.claim]: createHash(hash.digest).update(message.rawBody).digest(hash.encoding),
    }),
  };
  const text = `${encoded({ alg: algorithm, typ: "JWT" })}.${encoded(claims)}`;
  const signature = tokenSignature(secret, algorithm, scheme.key, text);
  if (signature === undefined) return refuse("the secret is no key for this algorithm");
  return { ok: true, value: `${text}.${signature.toString("base64url")}` };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
