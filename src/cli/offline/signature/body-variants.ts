// What a body may have been before something on the way, or in the receiver, changed it. Pure.
import type { Variant } from "./deviation.ts";

const RAW = "Verify the bytes as they arrived, before any parser or editor touches them.";

/** Each differs from `body` and from the others. */
export function bodyVariants(body: Uint8Array): Variant<Uint8Array>[] {
  const text = Buffer.from(body).toString("utf8");
  const written: (readonly [what: string, text: string])[] = [
    ["has a line break at its end that was not signed", text.replace(/\r?\n$/, "")],
    ["lacks a line break at its end that was signed", `${text}\n`],
    ["lacks a line break (CR LF) at its end that was signed", `${text}\r\n`],
    ["has other line breaks than were signed", text.replaceAll("\r\n", "\n")],
    ["has other line breaks than were signed", text.replaceAll(/\r?\n/g, "\r\n")],
    ["starts with a byte order mark that was not signed", text.replace(/^\uFEFF/, "")],
    ...rewritings(text).map((json) => ["is the signed JSON written anew", json] as const),
  ];
  const seen = new Set([text]);
  const variants: Variant<Uint8Array>[] = [];
  for (const [what, variant] of written) {
    if (seen.has(variant)) continue;
    seen.add(variant);
    variants.push({
      fault: "body",
      what: `the body ${what}`,
      advice: RAW,
      value: Buffer.from(variant),
    });
  }
  return variants;
}

/** The same JSON as the serialisers of JavaScript, Python, Go, PHP and Java write it. */
function rewritings(text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return [];
  }
  const orders = [value, withSortedKeys(value)];
  const plain = orders.flatMap((one) => [
    JSON.stringify(one),
    JSON.stringify(one, null, 2),
    JSON.stringify(one, null, 4),
    spaced(one),
  ]);
  return plain.flatMap((json) => [json, asciiOnly(json), json.replaceAll("/", String.raw`\/`)]);
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withSortedKeys(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, withSortedKeys(item)]));
}

/** `{"a": 1, "b": [2, 3]}`: Python's default. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => spaced(item)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`,
  );
  return `{${members.join(", ")}}`;
}

function asciiOnly(json: string): string {
  return json.replaceAll(
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
