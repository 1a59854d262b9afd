// How fenced values stand in their block: each is an entry whose number begins a line, and further lines of it are
// indented, so that no value looks like another one. Must not shorten or clean a value.

export interface Entry {
  text: string;
  /** Of the value, in UTF-16 units. */
  length: number;
  /** `text` is only its beginning. */
  cut: boolean;
}

/** What models and people see as the end of a line. */
const LINE_END = /[\n\u2028\u2029]/;
const INDENT = "  ";

/** Numbered from 1. */
export function entriesText(entries: readonly Entry[]): string {
  return entries
    .map(({ text, length, cut }, index) => {
      const size = cut ? ` (the first ${text.length} of ${length} characters)` : "";
      return `${index + 1}${size}: ${text.split(LINE_END).join(`\n${INDENT}`)}`;
    })
    .join("\n");
}
