// Text of others without what no reader sees. Must not judge what is left.

/**
 * Controls, text direction, and the invisible signs in which messages and links are hidden: read by a model or a chat,
 * and by nobody else. The joiners that scripts and emoji need stay.
 */
const HIDDEN = /[^\P{Cc}\t\n]|[^\P{Cf}\u200c\u200d]/gu;

/** Well-formed, with `\n` at the end of each line. */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(HIDDEN, "");
}
