// Turns a configured secret into the bytes of a key, as its scheme says.
// Must not guess: text that is not wholly of the encoding is no key.
import type { HmacScheme } from "../../../config/route/route-settings.ts";

/** Undefined when the secret is not in that encoding, or empty without its prefix. */
export function readSchemeKey(secret: string, key: HmacScheme["key"]): Buffer | undefined {
  const { encoding, stripPrefix = "" } = key;
  const text = secret.startsWith(stripPrefix) ? secret.slice(stripPrefix.length) : secret;
  const bytes = encoding === "utf8" ? Buffer.from(text, "utf8") : decodeStrictly(text, encoding);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes;
}

/** `Buffer.from` alone skips what it cannot read, and would sign with a shorter key. */
function decodeStrictly(text: string, encoding: "base64" | "hex"): Buffer | undefined {
  if (encoding === "hex") {
    return /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, "hex") : undefined;
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, "").length;
  return digits % 4 === 1 ? undefined : Buffer.from(text, "base64");
}
