// Bytes to text, with nothing replaced in silence.

const decoder = new TextDecoder("utf-8", { fatal: true });

/** The text of valid UTF-8, without a byte order mark; undefined when a byte is wrong. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
