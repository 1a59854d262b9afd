// JSON with its lines apart, every number as it was sent. Must not show a number that nobody wrote.

/** What a browser may lack (before Firefox 135 and Safari 18.4): there the text stays as it came. */
const { rawJSON } = JSON as { rawJSON?: (text: string) => object };

type Reviver = (key: string, value: unknown, context: { source?: string } | undefined) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** A text that is no JSON, or that cannot be taken apart without loss, as it is. */
export function prettyJson(text: string): string {
  if (rawJSON === undefined) return text;
  try {
    const value = parse(text, (_key, each, context) =>
      typeof each === "number" && context?.source !== undefined ? rawJSON(context.source) : each,
    );
    return JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}
