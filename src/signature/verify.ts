// Verifies a message against a signature scheme that is given as data.
// Must not know any sender, and must not carry a secret, a signature or a body into a reason.
import { candidates } from "./candidates.ts";
import { readPublicKey, readSecretKey } from "./key.ts";
import { isSignedBy, type Key } from "./matching.ts";
import type { Message, Read } from "./message.ts";
import { readDeliveryId, readSignature, readTimestampText } from "./parts.ts";
import { readSignedParts } from "./signed-parts.ts";
import {
  isPublicKeyAlgorithm,
  placeName,
  type Digest,
  type SignatureScheme,
  type SignedText,
} from "./scheme.ts";
import { partsOf } from "./signed-text.ts";
import { readTimestamp, replayProblem } from "./timestamp.ts";

/** What the operator configured beside the scheme. */
export interface Terms {
  /** Those that count now; not empty. */
  secrets: readonly string[];
  /** Public keys that the sender has published, where the secrets are none. */
  keys?: readonly string[] | undefined;
  toleranceMs: number;
  /** Where the sender posts to, as it knows it. */
  url?: string | undefined;
  /** In place of all of them: the sender's own, of whose private half the public one follows. */
  ownKeys?: readonly Key[];
}

/**
 * `covered`: everything that the signature binds, in order, and the body in any case. `content`: the same without the
 * time, so that it is equal for a repeat.
 */
export interface Verified {
  covered: Uint8Array[];
  content: Uint8Array[];
  id: string | undefined;
}

/** How far a message came that was refused: of several schemes, the one with the most steps was meant. */
export type Refused = { ok: false; reason: string; steps: number };

const STEPS = ["place", "form", "parts", "key", "match", "time", "id"] as const;

/**
 * The signature comes first: a stale message is told from a forged one, and nothing but signed
 * bytes is parsed. `now` in ms since the epoch.
 */
export function verifyMessage(
  message: Message,
  scheme: SignatureScheme,
  terms: Terms,
  now: number,
): { ok: true; value: Verified } | Refused {
  const given = readSignature(message, scheme);
  if (!given.ok) return refuse("place", given.reason);
  const texts = candidates(given.value, scheme.extract);
  const where = placeName(scheme.from);
  if (texts.length === 0) return refuse("form", `${where} holds no signature of its form`);
  const keys = terms.ownKeys ?? readKeys(scheme, terms.keys ?? terms.secrets);
  const first = readSignedParts(message, scheme, { url: terms.url });
  if (!first.ok) return refuse("parts", first.reason);
  if (keys.length === 0) return refuse("key", `no secret is ${keyName(scheme)}`);
  const covered = coveredBy(message, scheme, terms, keys, texts, first.value);
  if (covered === undefined) {
    const at = where.replace(/^header /, "");
    return refuse("match", `the signature in ${at} does not match: wrong secret, or changed`);
  }
  const timely = checkTime(message, scheme, terms.toleranceMs, now);
  if (!timely.ok) return refuse("time", timely.reason);
  const id = readDeliveryId(message, scheme);
  if (!id.ok) return refuse("id", id.reason);
  const isBodyCovered = partsOf(scheme.signed).some(({ name, of }) => name === "body" && of === "");
  const withBody = (parts: Uint8Array[]): Uint8Array[] =>
    isBodyCovered ? parts : [...parts, message.rawBody];
  const content = readSignedParts(message, withoutTime(scheme), { url: terms.url });
  return {
    ok: true,
    value: {
      covered: withBody(covered),
      content: withBody(content.ok ? content.value : covered),
      id: id.value,
    },
  };
}

function withoutTime(scheme: SignatureScheme): SignatureScheme {
  return { ...scheme, signed: timeless(scheme.signed) };
}

function timeless(signed: SignedText): SignedText {
  const time = "{timestamp}";
  if (typeof signed === "string") return signed.replaceAll(time, "");
  if ("sorted" in signed)
    return { ...signed, sorted: signed.sorted.filter((text) => text !== time) };
  const isTime = (piece: (typeof signed.pieces)[number]): boolean =>
    typeof piece === "string" && piece.includes(time);
  return { pieces: signed.pieces.filter((piece) => !isTime(piece)) };
}

function refuse(step: (typeof STEPS)[number], reason: string): Refused {
  return { ok: false, reason, steps: STEPS.indexOf(step) };
}

function coveredBy(
  message: Message,
  scheme: SignatureScheme,
  { url, secrets }: Terms,
  keys: readonly Key[],
  texts: readonly string[],
  plain: Uint8Array[],
): Uint8Array[] | undefined {
  const holdsSecret = partsOf(scheme.signed).some(({ name }) => name === "secret");
  for (const key of keys) {
    if (!holdsSecret) {
      if (isSignedBy(key, scheme, plain, texts)) return plain;
      continue;
    }
    // The text with the secret in it is compared and goes no further.
    const isSigned = secretsBeside(key, secrets).some((secret) => {
      const parts = readSignedParts(message, scheme, { url, secret });
      return parts.ok && isSignedBy(key, scheme, parts.value, texts);
    });
    if (isSigned) return plain;
  }
  return undefined;
}

/** What `{secret}` stands for beside this key: its own secret, or beside a published key any of the route's. */
export function secretsBeside(key: Key, secrets: readonly string[]): readonly string[] {
  if (key.kind === "pair") return secrets;
  return [key.kind === "mac" ? key.bytes.toString("utf8") : key.secret];
}

/** The keys that the secrets are for this scheme. */
export function readKeys(scheme: SignatureScheme, secrets: readonly string[]): Key[] {
  const { algorithm, key: form } = scheme;
  return secrets.flatMap((secret): Key[] => {
    if (isPublicKeyAlgorithm(algorithm)) {
      const key = readPublicKey(secret, form, algorithm);
      return key === undefined ? [] : [{ kind: "pair", algorithm, key }];
    }
    return secretKeys(secret, scheme, algorithm);
  });
}

/** Of a scheme whose two ends share the secret. */
export function secretKeys(secret: string, scheme: SignatureScheme, algorithm: Digest): Key[] {
  const bytes = readSecretKey(secret, scheme.key);
  if (bytes === undefined) return [];
  if (scheme.keyed === undefined) return [{ kind: "mac", algorithm, bytes }];
  return [{ kind: scheme.keyed, algorithm, secret: bytes.toString("utf8") }];
}

function keyName({ algorithm, key }: SignatureScheme): string {
  if (!isPublicKeyAlgorithm(algorithm)) {
    return key.only === undefined ? key.encoding : `one that begins with ${key.only}`;
  }
  const kind = algorithm === "ed25519" ? "ed25519" : algorithm.startsWith("rsa") ? "RSA" : "EC";
  const spellings = algorithm === "ed25519" ? "PEM, a JWK, hex or base64" : "PEM, a JWK or base64";
  return `an ${kind} public key in ${spellings}`;
}

function checkTime(
  message: Message,
  scheme: SignatureScheme,
  toleranceMs: number,
  now: number,
): Read<undefined> {
  const text = readTimestampText(message, scheme);
  if (!text.ok) return text;
  if (scheme.timestamp === undefined || text.value === undefined) {
    return { ok: true, value: undefined };
  }
  const { format } = scheme.timestamp;
  const at = readTimestamp(text.value, format);
  if (at === undefined) {
    return { ok: false, reason: `the timestamp is not in the format "${format}"` };
  }
  const reason = replayProblem(at, now, toleranceMs);
  return reason === undefined ? { ok: true, value: undefined } : { ok: false, reason };
}
