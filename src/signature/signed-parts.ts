// Reads from a message the bytes that a scheme signs.
// Must not judge them, and must not take a URL from the request's Host header.
import { asJson, bodyHash, listedHeaders } from "./derived.ts";
import { fieldList } from "./fields.ts";
import { calledAddress, readIfThere, readPlace, type Message, type Read } from "./message.ts";
import { readDeliveryId, readListPart, readTimestampText } from "./parts.ts";
import type { Place, SignatureScheme, SignedText } from "./scheme.ts";
import { partsOf, readText, type Part } from "./signed-text.ts";

/** What the signed text depends on beside the message. */
export interface SignedTerms {
  /** As configured. */
  url?: string | undefined;
  /** For schemes that digest a text with the secret in it. */
  secret?: string | undefined;
}

/** The bytes that the scheme's `signed` stands for, in order. */
export function readSignedParts(
  message: Message,
  scheme: SignatureScheme,
  terms: SignedTerms,
): Read<Uint8Array[]> {
  const { signed } = scheme;
  if (typeof signed === "string") return readTemplate(signed, message, scheme, terms);
  if ("pieces" in signed) return readPieces(signed.pieces, message, scheme, terms);
  const texts: string[] = [];
  for (const template of signed.sorted) {
    const read = readTemplate(template, message, scheme, terms);
    if (!read.ok) return read;
    texts.push(Buffer.concat(read.value).toString("latin1"));
  }
  const joined = texts.sort().join(Buffer.from(signed.join, "utf8").toString("latin1"));
  return { ok: true, value: [Buffer.from(joined, "latin1")] };
}

function readPieces(
  pieces: Extract<SignedText, { pieces: unknown }>["pieces"],
  message: Message,
  scheme: SignatureScheme,
  terms: SignedTerms,
): Read<Uint8Array[]> {
  const read: Uint8Array[] = [];
  for (const piece of pieces) {
    const template = typeof piece === "string" ? piece : piece.ifThere;
    if (typeof piece !== "string" && !partsOf(template).every((part) => isThere(message, part)))
      continue;
    const one = readTemplate(template, message, scheme, terms);
    if (!one.ok) return one;
    read.push(...one.value);
  }
  return { ok: true, value: read };
}

/** Only what stands in header, query or body under its own name can be missing. */
function isThere(message: Message, { name, of }: Part): boolean {
  if (name !== "header" && name !== "query" && name !== "body") return true;
  const at: Place =
    name === "header" ? { header: of } : name === "query" ? { query: of } : { body: of };
  const found = readIfThere(message, at);
  return found.ok && found.value !== undefined;
}

function readTemplate(
  template: string,
  message: Message,
  scheme: SignatureScheme,
  terms: SignedTerms,
): Read<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const piece of readText(template)) {
    const part = typeof piece === "string" ? utf8(piece) : readPart(piece, message, scheme, terms);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return { ok: true, value: parts };
}

function readPart(
  { name, of, form }: Part,
  message: Message,
  scheme: SignatureScheme,
  { url, secret }: SignedTerms,
): Read<Uint8Array> {
  switch (name) {
    case "body":
      if (of !== "") return place(message, { body: of }, form);
      return { ok: true, value: form === "json" ? asJson(message.rawBody) : message.rawBody };
    case "bodyHash":
      return utf8(bodyHash(message.rawBody, of));
    case "method":
      return utf8(message.method);
    case "path":
      // As the sender knows it, where that was said: a proxy may have changed it.
      return utf8(URL.parse(url ?? "")?.pathname ?? message.url.replace(/\?.*$/s, ""));
    case "url":
      if (url !== undefined) return utf8(unescaped(calledAddress(message, url), scheme));
      return {
        ok: false,
        reason: "the address is signed: set auth.url to the URL that the sender calls",
      };
    case "secret":
      return utf8(secret ?? "");
    case "listedHeaders":
      return written(listedHeaders(message, of, scheme), name, { header: of });
    case "fields":
      return utf8(fieldList(message, scheme.fields));
    case "header":
      return place(message, { header: of }, form);
    case "query":
      return place(message, { query: of }, form);
    case "part":
      return partOfList(message, scheme, of);
    case "timestamp":
      return written(readTimestampText(message, scheme), name, scheme.timestamp?.from);
    case "id":
      return written(readDeliveryId(message, scheme), name, scheme.id);
  }
}

function unescaped(address: string, { unescaped: characters = "" }: SignatureScheme): string {
  return address.replaceAll(/%[0-7][0-9A-Fa-f]/g, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return characters.includes(character) ? character : escape;
  });
}

function place(message: Message, from: Place, form: Part["form"]): Read<Uint8Array> {
  const read = readPlace(message, from);
  if (!read.ok) return read;
  return form === "lower" ? utf8(read.value.toLowerCase()) : written(read, "", from);
}

function partOfList(message: Message, scheme: SignatureScheme, name: string): Read<Uint8Array> {
  const { extract } = scheme;
  if (extract.kind !== "part") return { ok: false, reason: "the signature is no list" };
  const { items, pair } = extract;
  return written(readListPart(message, scheme, { part: name, items, pair }), name, scheme.from);
}

/** What came in a header has its bytes as Latin-1 characters, as Node reads them; all else is text. */
function written(read: Read<string | undefined>, name: string, from?: object): Read<Uint8Array> {
  if (!read.ok) return read;
  if (read.value === undefined) return { ok: false, reason: `the signed ${name} is missing` };
  const isText = from !== undefined && ("body" in from || "query" in from);
  return isText ? utf8(read.value) : { ok: true, value: Buffer.from(read.value, "latin1") };
}

function utf8(text: string): Read<Uint8Array> {
  return { ok: true, value: Buffer.from(text, "utf8") };
}
