// Verifies a request against a signature scheme that is given as data.
// Must not know any provider.
import type { HmacScheme } from "../../../config/route/route-settings.ts";
import type { Secret } from "../../../config/settings.ts";
import { readTimestamp, replayProblem } from "../replay.ts";
import type { InboundRequest } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptSigned, refuse, type Verdict } from "../verdict.ts";
import { candidates } from "./candidates.ts";
import { ED25519_KEY_BYTES, hasMatch } from "./matching.ts";
import { readSchemeKey } from "./scheme-key.ts";
import {
  readDeliveryId,
  readSignature,
  readSignedParts,
  readTimestampText,
  type Read,
} from "./signed-parts.ts";

/** What the operator configured beside the scheme. */
interface SignatureTerms {
  secrets: readonly Secret[];
  toleranceMs: number;
  /** Where the sender posts to, as it knows it. */
  url?: string;
}

/**
 * The signature comes first: a stale request is told from a forged one, and nothing but signed
 * bytes is parsed.
 */
export function verifySignature(
  request: InboundRequest,
  scheme: HmacScheme,
  terms: SignatureTerms,
  now: number,
): Verdict {
  const given = readSignature(request, scheme);
  if (!given.ok) return refuse(given.reason);
  const texts = candidates(given.value, scheme.extract);
  if (texts.length === 0) return refuse(`header "${scheme.header}" holds no signature of its form`);
  const parts = readSignedParts(request, scheme, terms.url);
  if (!parts.ok) return refuse(parts.reason);
  const keys = readKeys(scheme, terms.secrets, now);
  if (!keys.ok) return refuse(keys.reason);
  if (!hasMatch(scheme, parts.value, keys.value, texts)) {
    return refuse(`the signature in "${scheme.header}" does not match: wrong secret, or changed`);
  }
  const timely = checkTime(request, scheme, terms.toleranceMs, now);
  if (!timely.ok) return refuse(timely.reason);
  const id = readDeliveryId(request, scheme);
  if (!id.ok) return refuse(id.reason);
  const isBodyCovered = scheme.signed.includes("{body}");
  const covered = isBodyCovered ? parts.value : [...parts.value, request.rawBody];
  if (scheme.timestamp === undefined) return acceptSigned(covered, id.value);
  const timeless = scheme.signed.replaceAll("{timestamp}", "");
  const content = readSignedParts(request, { ...scheme, signed: timeless }, terms.url);
  const said = content.ok ? content.value : parts.value;
  return acceptSigned(covered, id.value, isBodyCovered ? said : [...said, request.rawBody]);
}

function readKeys(
  { algorithm, key }: HmacScheme,
  secrets: readonly Secret[],
  now: number,
): Read<Buffer[]> {
  const usable = usableSecrets(secrets, now);
  if (!usable.ok) return usable;
  const isPublic = algorithm === "ed25519";
  const keys = usable.values.flatMap((secret) => {
    const bytes = readSchemeKey(secret, key);
    return bytes === undefined || (isPublic && bytes.length !== ED25519_KEY_BYTES) ? [] : [bytes];
  });
  if (keys.length > 0) return { ok: true, value: keys };
  const expected = isPublic ? `an ed25519 public key in ${key.encoding}` : key.encoding;
  return { ok: false, reason: `no secret is ${expected}` };
}

function checkTime(
  request: InboundRequest,
  scheme: HmacScheme,
  toleranceMs: number,
  now: number,
): Read<undefined> {
  const text = readTimestampText(request, scheme);
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
