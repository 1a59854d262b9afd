// Sentences over as many lines as they need. Knows no terminal.
import { startOf, textWidth } from "./text-width.ts";

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Lines of at most `width` columns, each behind `indent`. A longer word stands alone, so that an id or an address
 * can be copied; one in a script without blanks is broken.
 */
export function wrap(text: string, width: number, indent = ""): string[] {
  const room = Math.max(1, width - textWidth(indent));
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s/).flatMap((each) => pieces(each, room))) {
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > room) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}

function pieces(word: string, room: number): string[] {
  if (PLAIN.test(word) || textWidth(word) <= room) return [word];
  const first = startOf(word, Math.max(2, room));
  return first === "" ? [word] : [first, ...pieces(word.slice(first.length), room)];
}
