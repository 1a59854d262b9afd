// Text as PostgreSQL can hold it: no NUL, and no half of a surrogate pair. Both become JSON's escapes, and come back.

/** For a column of text; equal texts stay equal, and what is searched for is written the same way. */
export function toColumn(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

export function fromColumn(column: string): string {
  return JSON.parse(`"${column}"`) as string;
}

/** As `toColumn`, null for what is absent. */
export function toColumnOrNull(text: string | undefined): string | null {
  return text === undefined ? null : toColumn(text);
}

/** Of a column that is known to be text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
