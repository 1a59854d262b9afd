// How many columns of a terminal a text takes: East Asian characters and emoji take two, what only adds to the
// character before it none. Terminals differ at the edges; where they do, this says rather too much.

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const PLAIN = /^[\x20-\x7e]*$/;
const WIDE =
  /[\p{Emoji_Presentation}\ufe0f\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const NOTHING = /^[\p{Mark}\p{Format}\p{Control}]+$/u;

export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, each) => sum + widthOf(each), 0);
}

/** In one line, at most `width` columns, with an ellipsis where something is missing. */
export function cutTo(text: string, width: number): string {
  const line = text.replaceAll(/[\r\n\t]+/g, " ");
  if (textWidth(line) <= width) return line;
  return `${startOf(line, Math.max(0, width - 1))}…`;
}

/** As much from the start as fits into `width` columns. */
export function startOf(text: string, width: number): string {
  let taken = "";
  let used = 0;
  for (const each of graphemesOf(text)) {
    used += widthOf(each);
    if (used > width) break;
    taken += each;
  }
  return taken;
}

export function padTo(text: string, width: number, align?: "right"): string {
  const blanks = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "right" ? blanks + text : text + blanks;
}

function graphemesOf(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

function widthOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return NOTHING.test(grapheme) ? 0 : 1;
}
