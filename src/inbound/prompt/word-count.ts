// How much a short text can say. Identifiers say little; words behind each other, by whatever they are joined, say more.

/** Above this, letters in a row are words that were written together. */
const MAX_LETTERS = 20;
/** Commit ids, UUIDs: letters that are digits. */
const HEX = /^(?=.*\d)[\da-f-]{7,64}$/i;
/** Letters in a row, and a new word at each capital after a small one. */
const WORD = /[A-Z]*[a-z]+|[A-Z]+/g;

/** Words of an ASCII text; a row of letters that is too long for one counts as many. */
export function wordCount(text: string): number {
  if (HEX.test(text)) return 0;
  const rows = text.match(/[A-Za-z]{2,}/g) ?? [];
  if (rows.some((row) => row.length > MAX_LETTERS)) return Infinity;
  const words = rows.flatMap((row) => row.match(WORD) ?? []);
  // One letter is a version, a time zone, a unit; several are a spelled word.
  const letters = text.match(/(?<![A-Za-z])[A-Za-z](?![A-Za-z])/g) ?? [];
  return words.length + Math.floor(letters.length / 3);
}

/** True for numbers, times and hex ids, which say nothing however many there are. */
export function saysNothing(text: string): boolean {
  return HEX.test(text) || !/[A-Za-z]/.test(text.replace(/(?<=\d)[TZ]/g, ""));
}
