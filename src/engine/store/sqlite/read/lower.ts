// Text as SQLite's `lower` makes it, for what is compared with it.

/** A to Z only; all other letters keep their case. */
export function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
