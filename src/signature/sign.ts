// Signs a message as a scheme given as data says: the inverse of `verify.ts`.
// Must not read the clock, and must not put a secret into a reason.
import { createHash } from "node:crypto";
import { readPrivateKey } from "./key.ts";
import { signatureOf, type Key } from "./matching.ts";
import { bodyJson, formFields, isForm, queryValue, type Message, type Read } from "./message.ts";
import { readSignature } from "./parts.ts";
import {
  isPublicKeyAlgorithm,
  placeName,
  type ListPart,
  type Place,
  type SignatureScheme,
} from "./scheme.ts";
import { readSignedParts } from "./signed-parts.ts";
import { partsOf } from "./signed-text.ts";
import { writeTimestamp } from "./timestamp.ts";
import { secretKeys, secretsBeside } from "./verify.ts";

export interface Signer {
  /** The secret, or the private key; several while one takes the other's place, newest first. */
  secrets: readonly string[];
  /** The sender's private key, where the secret only stands in what is signed. */
  privateKey?: string | undefined;
  /** The receiver's address, for schemes that sign it. */
  url?: string | undefined;
  /** Ms since the epoch. */
  now: number;
  /** Of the delivery; what stands in the message already stays. */
  id: string;
}

/**
 * A copy with its timestamp, its id and its signature where the scheme puts them: for most schemes
 * in new headers, with lower-case names. A scheme that holds one signature takes the first secret.
 */
export function signMessage<M extends Message>(
  given: M,
  scheme: SignatureScheme,
  signer: Signer,
): Read<M> {
  const own = signer.privateKey === undefined ? signer.secrets : [signer.privateKey];
  const keys = own.flatMap((secret) => signingKeys(secret, scheme));
  const [first] = keys;
  if (first === undefined) return { ok: false, reason: `the secret is no key for this scheme` };
  const time = writeTimestamp(signer.now, scheme.timestamp?.format ?? "s");
  const dated = withNonces(
    withId(withTime(withDigest(given, scheme), scheme, time), scheme, signer.id),
    scheme,
    signer.id,
  );
  const isList = scheme.extract.kind !== "whole";
  const signatures: string[] = [];
  for (const key of isList ? keys : [first]) {
    const [secret] = secretsBeside(key, signer.secrets);
    const parts = readSignedParts(dated, scheme, { url: signer.url, secret });
    if (!parts.ok) return parts;
    signatures.push(signatureOf(key, parts.value, scheme.encoding));
  }
  const signed = withText(dated, scheme.from, written(scheme, signatures, time));
  // A body that is no object, or none at all, has no place for what belongs into it.
  const isThere = readSignature(signed, scheme).ok;
  return isThere
    ? { ok: true, value: signed }
    : { ok: false, reason: `there is no place for the signature in ${placeName(scheme.from)}` };
}

/** Whether a message can be signed so with this secret. */
export function isSigningKey(secret: string, scheme: SignatureScheme): boolean {
  return signingKeys(secret, scheme).length > 0;
}

/** The keys that a secret, or a private key, is for this scheme. */
export function signingKeys(secret: string, scheme: SignatureScheme): Key[] {
  const { algorithm } = scheme;
  if (!isPublicKeyAlgorithm(algorithm)) return secretKeys(secret, scheme, algorithm);
  const key = readPrivateKey(secret, scheme.key, algorithm);
  return key === undefined ? [] : [{ kind: "pair", algorithm, key }];
}

function withDigest<M extends Message>(message: M, { bodyDigest }: SignatureScheme): M {
  if (bodyDigest === undefined || isForm(message) || message.rawBody.length === 0) return message;
  const digest = createHash(bodyDigest.digest).update(message.rawBody).digest("hex");
  return withText(message, bodyDigest.from, digest);
}

function withTime<M extends Message>(message: M, scheme: SignatureScheme, time: string): M {
  const from = scheme.timestamp?.from;
  if (from === undefined) return message;
  // Read from the place that the signature will stand in.
  if ("part" in from) {
    return withText(
      message,
      scheme.from,
      [timePart(from, time), ...otherParts(scheme)].join(from.items),
    );
  }
  return "body" in from
    ? withText(message, from, isTextTime(scheme) ? time : Number(time))
    : withText(message, from, time);
}

function isTextTime({ timestamp }: SignatureScheme): boolean {
  return timestamp?.format === "rfc3339" || timestamp?.asText === true;
}

/** One that the message has stays; one that belongs into its body is its author's to give. */
function withId<M extends Message>(message: M, { id }: SignatureScheme, value: string): M {
  if (id === undefined || !("header" in id)) return message;
  return Object.hasOwn(message.headers, id.header) ? message : withText(message, id, value);
}

/** A header that is signed and that nobody has written is the signer's own: a nonce. */
function withNonces<M extends Message>(
  message: M,
  { signed, timestamp }: SignatureScheme,
  value: string,
): M {
  const missing = partsOf(signed).filter(
    ({ name, of }) =>
      (name === "header" || name === "listedHeaders") && !Object.hasOwn(message.headers, of),
  );
  const from = timestamp?.from;
  const timed = from !== undefined && "header" in from ? [from.header] : [];
  const added = Object.fromEntries(
    missing.map(({ name, of }) => [
      of,
      name === "header" ? value : [of, ...timed].sort().join(","),
    ]),
  );
  const withHeaders = { ...message, headers: { ...message.headers, ...added } };
  return partsOf(signed)
    .filter(({ name, of }) => name === "query" && queryValue(message, of) === undefined)
    .reduce((made, { of }) => withText(made, { query: of }, value), withHeaders);
}

function written(scheme: SignatureScheme, signatures: readonly string[], time: string): string {
  const { extract, timestamp } = scheme;
  if (extract.kind === "whole") return (extract.prefix ?? "") + (signatures[0] ?? "");
  if (extract.kind === "list") {
    return signatures.map((one) => extract.prefix + one).join(extract.items);
  }
  const parts = signatures.map((one) => `${extract.name}${extract.pair}${one}`);
  const from = timestamp?.from;
  const head = from !== undefined && "part" in from ? [timePart(from, time)] : [];
  const others = otherParts(scheme);
  const all =
    extract.leads === true ? [...parts, ...others, ...head] : [...head, ...others, ...parts];
  return all.join(extract.items);
}

function otherParts({ extract }: SignatureScheme): string[] {
  if (extract.kind !== "part") return [];
  return Object.entries(extract.others ?? {}).map(([name, value]) => name + extract.pair + value);
}

function timePart({ part, pair }: ListPart, time: string): string {
  return part + pair + time;
}

function withText<M extends Message>(message: M, place: Place, text: string | number): M {
  if ("header" in place) {
    return { ...message, headers: { ...message.headers, [place.header]: String(text) } };
  }
  if ("query" in place) {
    return { ...message, url: withParameter(message.url, place.query, String(text)) };
  }
  return { ...message, rawBody: Buffer.from(withField(message, place.body, text)) };
}

/** The other parameters stay as they are written. */
function withParameter(url: string, name: string, value: string): string {
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const others = query
    .split("&")
    .filter((pair) => pair !== "" && !new URLSearchParams(pair).has(name));
  return `${path}?${[...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join("&")}`;
}

/** A body that is no object is left as it is. */
function withField(message: Message, path: string, text: string | number): string | Uint8Array {
  if (isForm(message)) {
    const fields = formFields(message);
    fields.set(path, String(text));
    return fields.toString();
  }
  const body = bodyJson(message);
  if (typeof body !== "object" || body === null) return message.rawBody;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let object = body as Record<string, unknown>;
  for (const key of keys) {
    if (typeof object[key] !== "object" || object[key] === null) object[key] = {};
    object = object[key] as Record<string, unknown>;
  }
  object[last] = text;
  return JSON.stringify(body);
}
