// Is it from the Gateway, and of now? Web Crypto only, so that it runs wherever JavaScript does.
import { header, type HeadersLike } from "./headers.ts";
import { fromBase64, keysOf, secretsOf, type Key, type Scheme } from "./keys.ts";
import { WebhookProblem } from "./problem.ts";
import { bytesOf, type RawBody } from "./raw-body.ts";

export interface VerifyOptions {
  /**
   * The endpoint's `secret`, as it stands in the Gateway's config; for an ed25519 key (`whsk_…`) its
   * public half, `whpk_…`. Several while one takes another's place: any of them will do.
   */
  secret: string | readonly string[];
  /** How far the timestamp may be from now, before and after, in seconds. Default 300. */
  toleranceSeconds?: number;
  /** Ms since the epoch; default `Date.now`. */
  now?: () => number;
}

/** What a signature vouches for, beside the body. */
export interface Verified {
  /** The scheme that fitted. */
  scheme: Scheme;
  /** When this attempt was made. */
  at: Date;
}

/** More signatures than any sender makes: ten secrets, each in both ways. */
const MAX_SIGNATURES = 20;
const DEFAULT_TOLERANCE_SECONDS = 300;

/**
 * Whether these bytes were signed with one of the secrets, within the tolerance. Throws a
 * {@link WebhookProblem} that says which step failed.
 */
export async function verify(
  body: RawBody,
  headers: HeadersLike,
  options: VerifyOptions,
): Promise<Verified> {
  const secrets = secretsOf(options.secret);
  const bytes = bytesOf(body);
  const signed = signedPartsOf(headers);
  const at = checkedTime(signed.timestamp, options);
  for (const secret of secrets) {
    for (const { scheme, key } of await keysOf(secret)) {
      const text = scheme === "x-openclaw" ? signed.timestamp : `${signed.id}.${signed.timestamp}`;
      const candidates = signed.signatures.filter((each) => each.scheme === scheme);
      if (await fits(key, join(`${text}.`, bytes), candidates)) return { scheme, at };
    }
  }
  throw new WebhookProblem(
    "signature-wrong",
    `None of the ${signed.signatures.length} signatures fits: another secret than the endpoint's, or the body is not byte for byte what came.`,
  );
}

interface Signature {
  scheme: Scheme;
  bytes: Uint8Array<ArrayBuffer>;
}

interface SignedParts {
  timestamp: string;
  id: string;
  signatures: Signature[];
}

function signedPartsOf(headers: HeadersLike): SignedParts {
  const own = header(headers, "x-openclaw-signature");
  const standard = header(headers, "webhook-signature");
  if (own === undefined && standard === undefined) {
    throw new WebhookProblem(
      "header-missing",
      "Neither X-OpenClaw-Signature nor webhook-signature came: the endpoint has no secret, something on the way drops headers, or the request is not the Gateway's.",
    );
  }
  const timestamp =
    header(headers, own === undefined ? "webhook-timestamp" : "x-openclaw-timestamp") ?? "";
  const standardTimestamp = header(headers, "webhook-timestamp") ?? timestamp;
  const id = header(headers, "webhook-id") ?? "";
  const missing = own === undefined && id === "" ? "webhook-id" : "The timestamp's header";
  if (timestamp === "" || (own === undefined && id === "")) {
    throw new WebhookProblem("header-missing", `${missing} is missing, and it is signed.`);
  }
  // The sender writes the same second into both; only one of them is held to the tolerance.
  if (standardTimestamp !== timestamp) {
    throw new WebhookProblem(
      "timestamp-malformed",
      "X-OpenClaw-Timestamp and webhook-timestamp differ.",
    );
  }
  const signatures = [...ownSignatures(own), ...standardSignatures(standard)];
  return {
    timestamp,
    id,
    signatures: signatures.slice(0, MAX_SIGNATURES),
  };
}

function ownSignatures(text = ""): Signature[] {
  return text.split(",").flatMap((part) => {
    const hex = /^\s*sha256=([0-9a-f]{64})\s*$/.exec(part)?.[1];
    if (hex === undefined) return [];
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return [{ scheme: "x-openclaw" as const, bytes }];
  });
}

function standardSignatures(text = ""): Signature[] {
  return text.split(" ").flatMap((part) => {
    const [, scheme, base64 = ""] = /^(v1a?),(.+)$/.exec(part) ?? [];
    const bytes = fromBase64(base64);
    return scheme === undefined || bytes === undefined ? [] : [{ scheme: scheme as Scheme, bytes }];
  });
}

function checkedTime(
  timestamp: string,
  { toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, now = Date.now }: VerifyOptions,
): Date {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookProblem("timestamp-malformed", "The timestamp is no number of seconds.");
  }
  const age = now() / 1000 - Number(timestamp);
  // Written so that a tolerance or a clock that is no number refuses.
  if (!(Math.abs(age) <= toleranceSeconds)) {
    const when = `${Math.abs(Math.round(age))} s ${age > 0 ? "old" : "ahead"}`;
    throw new WebhookProblem(
      "timestamp-outside-tolerance",
      `The request is ${when}, more than ${toleranceSeconds} s: it was sent before and is repeated, it waited on the way, or one of the two clocks is wrong.`,
    );
  }
  return new Date(Number(timestamp) * 1000);
}

async function fits(
  key: Key,
  content: Uint8Array<ArrayBuffer>,
  candidates: readonly Signature[],
): Promise<boolean> {
  if (candidates.length === 0) return false;
  if (key.algorithm.name === "HMAC") {
    const expected = new Uint8Array(await crypto.subtle.sign("HMAC", key, content));
    return candidates.some(({ bytes }) => areEqual(bytes, expected));
  }
  for (const { bytes } of candidates) {
    if (await crypto.subtle.verify("Ed25519", key, bytes, content)) return true;
  }
  return false;
}

/** Takes as long wherever they differ. */
function areEqual(given: Uint8Array, expected: Uint8Array): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < expected.length; at += 1)
    difference |= (given[at] ?? 0) ^ (expected[at] ?? 0);
  return difference === 0;
}

function join(prefix: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(prefix);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}
