// What a scheme signs that stands nowhere in the message as such: made of its body or of its headers.
// Must not know a sender.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { header, soleHeader, type Message, type Read } from "./message.ts";
import type { SignatureScheme } from "./scheme.ts";

/** `of`: `sha256`, `md5.base64`, or `crc32`, which is a decimal number. */
export function bodyHash(body: Uint8Array, of: string): string {
  if (of === "crc32") return String(crc32(body));
  const [digest = "sha256", encoding = "hex"] = of.split(".");
  return createHash(digest)
    .update(body)
    .digest(encoding as "hex" | "base64");
}

/** The body as a JSON string. */
export function asJson(body: Uint8Array): Uint8Array {
  return Buffer.from(JSON.stringify(Buffer.from(body).toString("utf8")), "utf8");
}

/** `name:value;…` of the headers that the header `list` names. The signed time must be one of them. */
export function listedHeaders(
  message: Message,
  list: string,
  { timestamp }: Pick<SignatureScheme, "timestamp">,
): Read<string> {
  const given = soleHeader(message, list);
  if (!given.ok) return given;
  const names = given.value.split(",").map((name) => name.trim().toLowerCase());
  const needed =
    timestamp !== undefined && "header" in timestamp.from ? timestamp.from.header : list;
  if (!names.includes(needed)) {
    return {
      ok: false,
      reason: `header "${list}" does not list "${needed}", which is then not signed`,
    };
  }
  const pairs = names.map((name) => `${name}:${header(message, name)?.trim() ?? ""}`);
  return { ok: true, value: pairs.join(";") };
}
