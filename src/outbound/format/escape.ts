// Makes a stranger's text harmless to a receiver: one table for each way of writing. A table maps single characters,
// so that a text can be cut anywhere between two of them.

/** Character → what is written for it. */
export type EscapeTable = Readonly<Record<string, string>>;

/** Is not seen, and takes what is around it apart. */
const ZERO_WIDTH_SPACE = "\u200B";

/** The same character, taken apart from what follows. */
function apart(characters: string): EscapeTable {
  return Object.fromEntries(Array.from(characters, (sign) => [sign, sign + ZERO_WIDTH_SPACE]));
}

function backslashed(characters: string): EscapeTable {
  return Object.fromEntries(Array.from(characters, (sign) => [sign, `\\${sign}`]));
}

/** For a field that the receiver shows as it is. */
export const PLAIN: EscapeTable = {};

/** https://docs.slack.dev/messaging/formatting-message-text#escaping : these three and no others. */
export const SLACK: EscapeTable = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * https://support.discord.com/hc/en-us/articles/210298617 (Markdown Text 101): a backslash in front. Pings are
 * off by `allowed_mentions` as well.
 */
export const DISCORD: EscapeTable = { ...backslashed("\\*_~`|><#[]()-+"), ...apart("@") };

/** Markdown with `@all`, `@channel`, `@here` and links to channels (`~town-square`, `#general`). */
export const MARKDOWN: EscapeTable = { ...backslashed("\\*_~`|><#[]()-+!"), ...apart("@") };

/** https://core.telegram.org/bots/api#html-style ; `@name` would call a user. */
export const TELEGRAM: EscapeTable = { "&": "&amp;", "<": "&lt;", ">": "&gt;", ...apart("@") };

/** `<users/all>` and `<url|text>` begin with an angle bracket; there is no escape for it. */
export const ANGLE: EscapeTable = apart("<*_~`@");

/** `<@userid>` calls somebody. */
export const OPENING: EscapeTable = apart("<");

/** `[text](address)` and `@name`, where nothing is said of an escape. */
export const BRACKETS: EscapeTable = apart("[]<@");

/** Control characters but for line breaks and tabs show nothing, and some receivers refuse them. */
const CONTROLS = /(?![\n\t])\p{Cc}/gu;

/** Well-formed, without control characters, line breaks as `\n`. */
export function cleaned(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll(CONTROLS, "");
}

/** The text as the receiver shows it, character by character. */
export function escapeWith(table: EscapeTable, text: string): string {
  let escaped = "";
  for (const character of text) {
    escaped += Object.hasOwn(table, character) ? table[character] : character;
  }
  return escaped;
}
