// Verifies a request against a signature scheme that is given as data.
// Must not know any provider, and must not take a URL from the request's Host header.
import type { HmacScheme } from "../../config/route-settings.ts";
import type { Secret } from "../../config/settings.ts";
import { readTimestamp, replayProblem } from "../replay.ts";
import {
  bodyText,
  filledHeader,
  queryText,
  soleHeader,
  type HeaderReading,
  type InboundRequest,
} from "../request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptSigned, refuse, type Verdict } from "../verdict.ts";
import { candidates, namedParts } from "./candidates.ts";
import { ED25519_KEY_BYTES, hasMatch } from "./matching.ts";
import { readSchemeKey } from "./scheme-key.ts";

/** What the operator configured beside the scheme. */
export interface SignatureTerms {
  secrets: readonly Secret[];
  toleranceMs: number;
  /** Where the sender posts to, as it knows it; the received query replaces the one in here. */
  url?: string;
}

type Part = "body" | "timestamp" | "id" | "url" | "method";
type Read<T> = { ok: true; value: T } | { ok: false; reason: string };

/** The signature is checked before the timestamp, so that a stale request is told from a forged one. */
export function verifySignature(
  request: InboundRequest,
  scheme: HmacScheme,
  terms: SignatureTerms,
  now: number,
): Verdict {
  const given = signatureHeader(request, scheme);
  if (!given.ok) return refuse(given.reason);
  const texts = candidates(given.value, scheme.extract);
  if (texts.length === 0) return refuse(`header "${scheme.header}" holds no signature of its form`);
  const timestamp = timestampText(request, scheme, given.value);
  if (!timestamp.ok) return refuse(timestamp.reason);
  const id = deliveryIdOf(request, scheme);
  if (!id.ok) return refuse(id.reason);
  const covered = signedParts(request, scheme, {
    timestamp: timestamp.value,
    id: id.value,
    url: addressOf(request, terms.url),
  });
  if (!covered.ok) return refuse(covered.reason);
  const keys = readKeys(scheme, terms.secrets, now);
  if (!keys.ok) return refuse(keys.reason);
  if (!hasMatch(scheme, covered.value, keys.value, texts)) {
    return refuse(`the signature in "${scheme.header}" does not match: wrong secret, or changed`);
  }
  const stale = staleness(scheme, timestamp.value, terms.toleranceMs, now);
  if (stale !== undefined) return refuse(stale);
  const isBodyCovered = scheme.signed.includes("{body}");
  return acceptSigned(isBodyCovered ? covered.value : [...covered.value, request.rawBody], id.value);
}

function signatureHeader(request: InboundRequest, { header, extract }: HmacScheme): HeaderReading {
  const isCommaList = extract.kind !== "whole" && extract.items === ",";
  return isCommaList ? filledHeader(request, header) : soleHeader(request, header);
}

function timestampText(
  request: InboundRequest,
  { timestamp, header }: HmacScheme,
  signature: string,
): Read<string | undefined> {
  if (timestamp === undefined) return { ok: true, value: undefined };
  const { from } = timestamp;
  if ("header" in from) return soleHeader(request, from.header);
  if ("body" in from) {
    const value = bodyText(request, from.body);
    return value === undefined
      ? { ok: false, reason: `the body has no timestamp at "${from.body}"` }
      : { ok: true, value };
  }
  const found = namedParts(signature, { name: from.part, items: from.items, pair: from.pair });
  const [value] = found;
  if (value === undefined || found.length > 1) {
    const many = found.length === 0 ? "no" : "more than one";
    return { ok: false, reason: `header "${header}" holds ${many} "${from.part}"` };
  }
  return { ok: true, value };
}

/** A header that is there must be sound; one that is missing is missed only where it is signed. */
function deliveryIdOf(request: InboundRequest, { id }: HmacScheme): Read<string | undefined> {
  if (id === undefined) return { ok: true, value: undefined };
  if ("body" in id) return { ok: true, value: bodyText(request, id.body) };
  if (!Object.hasOwn(request.headers, id.header)) return { ok: true, value: undefined };
  return soleHeader(request, id.header);
}

function addressOf(request: InboundRequest, url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const query = queryText(request);
  return query === "" ? url : url.replace(/\?.*$/s, "") + query;
}

function signedParts(
  request: InboundRequest,
  { signed, header }: HmacScheme,
  known: { timestamp: string | undefined; id: string | undefined; url: string | undefined },
): Read<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const piece of signed.split(/(\{(?:body|timestamp|id|url|method)\})/)) {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1] as Part | undefined;
    if (name === "body") parts.push(request.rawBody);
    else {
      const text = name === undefined ? piece : { ...known, method: request.method }[name];
      if (text === undefined) return { ok: false, reason: missingPart(name, header) };
      // Header bytes were read as Latin-1; signed are the bytes.
      const isFromHeader = name === "timestamp" || name === "id";
      parts.push(Buffer.from(text, isFromHeader ? "latin1" : "utf8"));
    }
  }
  return { ok: true, value: parts };
}

function missingPart(name: Part | undefined, header: string): string {
  if (name === "url") return "the address is signed: set auth.url to the URL that the sender calls";
  return `the ${name} that "${header}" covers is missing`;
}

function readKeys(
  { algorithm, key }: HmacScheme,
  secrets: readonly Secret[],
  now: number,
): Read<Buffer[]> {
  const usable = usableSecrets(secrets, now);
  if (!usable.ok) return usable;
  const read = usable.values.map((secret) => readSchemeKey(secret, key));
  const keys = read.filter((bytes) => bytes !== undefined);
  const isPublic = algorithm === "ed25519";
  const fitting = isPublic ? keys.filter(({ length }) => length === ED25519_KEY_BYTES) : keys;
  if (fitting.length > 0) return { ok: true, value: fitting };
  const expected = isPublic ? `an ed25519 public key in ${key.encoding}` : key.encoding;
  return { ok: false, reason: `no secret is ${expected}` };
}

function staleness(
  { timestamp }: HmacScheme,
  text: string | undefined,
  toleranceMs: number,
  now: number,
): string | undefined {
  if (timestamp === undefined || text === undefined) return undefined;
  const at = readTimestamp(text, timestamp.format);
  if (at === undefined) return `the timestamp is not in the format "${timestamp.format}"`;
  return replayProblem(at, now, toleranceMs);
}
