// Finds the signatures, and other named parts, in a signature header.
// Must not judge them.
import type { SignatureScheme } from "./scheme.ts";

// More than any sender makes while it rotates keys; each may cost one public-key operation.
const MAX_ITEMS = 32;

/** Every text in the header that may be the signature; empty when it has none. */
export function candidates(header: string, extract: SignatureScheme["extract"]): string[] {
  if (extract.kind === "part") return namedParts(header, extract);
  const items = extract.kind === "list" ? itemsOf(header, extract.items) : [header];
  return items.flatMap((item) => afterPrefix(item, extract.prefix ?? ""));
}

/** The values of a name in a list such as `t=1,v1=abc,v1=def`. */
export function namedParts(
  header: string,
  { name, items, pair }: { name: string; items: string; pair: string },
): string[] {
  return itemsOf(header, items).flatMap((item) => afterPrefix(item, name + pair));
}

function itemsOf(header: string, separator: string): string[] {
  return header
    .split(separator, MAX_ITEMS)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function afterPrefix(text: string, prefix: string): string[] {
  return text.startsWith(prefix) && text.length > prefix.length ? [text.slice(prefix.length)] : [];
}
