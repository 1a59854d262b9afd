// Texts of unknown length, bounded before they leave. Masks nothing: what may not be seen does not come here.

/** A text, or the start of one. */
export interface ShownText {
  text: string;
  /** Length of the whole in bytes of UTF-8. */
  bytes: number;
  /** True when `text` is not all of it. */
  cut?: true;
}

const MOST_CHARACTERS = 262_144;
const MOST_VALUE_CHARACTERS = 120;

export function cutText(text: string): ShownText {
  const bytes = Buffer.byteLength(text);
  if (text.length <= MOST_CHARACTERS) return { text, bytes };
  return { text: text.slice(0, MOST_CHARACTERS), bytes, cut: true };
}

/** A value as short JSON, for a line that says what was found. */
export function shortValue(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  if (json.length <= MOST_VALUE_CHARACTERS) return json;
  return `${json.slice(0, MOST_VALUE_CHARACTERS - 1)}…`;
}
