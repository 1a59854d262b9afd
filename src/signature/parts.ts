// Reads from a message what a scheme names beside the signed text: the signature, the time, the id.
// Must not judge any of them.
import { namedParts } from "./candidates.ts";
import {
  bodyText,
  filledHeader,
  readIfThere,
  readPlace,
  type Message,
  type Read,
} from "./message.ts";
import { placeName, type SignatureScheme } from "./scheme.ts";

/** A list of signatures may be spread over several header lines; anything else stands alone. */
export function readSignature(
  message: Message,
  { from, extract }: Pick<SignatureScheme, "from" | "extract">,
): Read<string> {
  const isCommaList = extract.kind !== "whole" && extract.items.trim() === ",";
  return isCommaList && "header" in from
    ? filledHeader(message, from.header)
    : readPlace(message, from);
}

/** As written by the sender; undefined when the scheme has none. */
export function readTimestampText(
  message: Message,
  scheme: SignatureScheme,
): Read<string | undefined> {
  if (scheme.timestamp === undefined) return { ok: true, value: undefined };
  const { from } = scheme.timestamp;
  if ("part" in from) return readListPart(message, scheme, from);
  if (!("body" in from)) return readPlace(message, from);
  const value = bodyText(message, from.body);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, reason: `the body has no timestamp at "${from.body}"` };
}

export function readListPart(
  message: Message,
  scheme: SignatureScheme,
  { part, items, pair }: { part: string; items: string; pair: string },
): Read<string> {
  const list = readSignature(message, {
    from: scheme.from,
    extract: { kind: "part", name: part, items, pair },
  });
  if (!list.ok) return list;
  const found = namedParts(list.value, { name: part, items, pair });
  const [value] = found;
  if (value !== undefined && found.length === 1) return { ok: true, value };
  const amount = value === undefined ? "no" : "more than one";
  return { ok: false, reason: `${placeName(scheme.from)} holds ${amount} "${part}"` };
}

/** Undefined when the message has none; a header that is there must hold exactly one. */
export function readDeliveryId(
  message: Message,
  { id }: SignatureScheme,
): Read<string | undefined> {
  if (id === undefined) return { ok: true, value: undefined };
  if ("body" in id) return { ok: true, value: bodyText(message, id.body) };
  return readIfThere(message, id);
}
