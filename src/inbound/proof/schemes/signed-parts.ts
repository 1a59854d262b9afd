// Reads from a request what a scheme as data names: the signature, the time, the id, the signed bytes.
// Must not judge any of them, and must not take a URL from the request's Host header.
import type { HmacScheme } from "../../../config/route/route-settings.ts";
import {
  bodyText,
  calledAddress,
  filledHeader,
  soleHeader,
  type HeaderReading,
  type InboundRequest,
} from "../../request/request.ts";
import { headerBytes } from "../usable-secrets.ts";
import { namedParts } from "./candidates.ts";

export type Read<T> = { ok: true; value: T } | { ok: false; reason: string };

type Part = "body" | "timestamp" | "id" | "url" | "method";

/** A list of signatures may be spread over several header lines; anything else stands alone. */
export function readSignature(
  request: InboundRequest,
  { header, extract }: HmacScheme,
): HeaderReading {
  const isCommaList = extract.kind !== "whole" && extract.items === ",";
  return isCommaList ? filledHeader(request, header) : soleHeader(request, header);
}

/** As written by the sender; undefined when the scheme has none. */
export function readTimestampText(
  request: InboundRequest,
  { timestamp, header }: HmacScheme,
): Read<string | undefined> {
  if (timestamp === undefined) return { ok: true, value: undefined };
  const { from } = timestamp;
  if ("header" in from) return soleHeader(request, from.header);
  if ("body" in from) {
    const value = bodyText(request, from.body);
    if (value !== undefined) return { ok: true, value };
    return { ok: false, reason: `the body has no timestamp at "${from.body}"` };
  }
  const list = filledHeader(request, header);
  if (!list.ok) return list;
  const found = namedParts(list.value, { name: from.part, items: from.items, pair: from.pair });
  const [value] = found;
  if (value !== undefined && found.length === 1) return { ok: true, value };
  const amount = value === undefined ? "no" : "more than one";
  return { ok: false, reason: `header "${header}" holds ${amount} "${from.part}"` };
}

/** Undefined when the request has none; a header that is there must hold exactly one. */
export function readDeliveryId(
  request: InboundRequest,
  { id }: HmacScheme,
): Read<string | undefined> {
  if (id === undefined) return { ok: true, value: undefined };
  if ("body" in id) return { ok: true, value: bodyText(request, id.body) };
  if (!Object.hasOwn(request.headers, id.header)) return { ok: true, value: undefined };
  return soleHeader(request, id.header);
}

/** The bytes that the scheme's template `signed` stands for, in order. `url`: as configured. */
export function readSignedParts(
  request: InboundRequest,
  scheme: HmacScheme,
  url: string | undefined,
): Read<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const piece of scheme.signed.split(/(\{(?:body|timestamp|id|url|method)\})/)) {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1] as Part | undefined;
    const part: Read<Uint8Array> =
      name === undefined ? utf8(piece) : readPart(name, request, scheme, url);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return { ok: true, value: parts };
}

function readPart(
  name: Part,
  request: InboundRequest,
  scheme: HmacScheme,
  url: string | undefined,
): Read<Uint8Array> {
  switch (name) {
    case "body":
      return { ok: true, value: request.rawBody };
    case "method":
      return utf8(request.method);
    case "url":
      if (url !== undefined) return utf8(calledAddress(request, url));
      return {
        ok: false,
        reason: "the address is signed: set auth.url to the URL that the sender calls",
      };
    case "timestamp":
      return asBytes(readTimestampText(request, scheme), name);
    case "id": {
      const isFromBody = scheme.id !== undefined && "body" in scheme.id;
      return asBytes(readDeliveryId(request, scheme), name, isFromBody ? "utf8" : "header");
    }
  }
}

function asBytes(
  read: Read<string | undefined>,
  name: Part,
  source: "utf8" | "header" = "utf8",
): Read<Uint8Array> {
  if (!read.ok) return read;
  if (read.value === undefined) return { ok: false, reason: `the signed ${name} is missing` };
  return source === "utf8" ? utf8(read.value) : { ok: true, value: headerBytes(read.value) };
}

function utf8(text: string): Read<Uint8Array> {
  return { ok: true, value: Buffer.from(text, "utf8") };
}
