// A column that may be null, as a key that may be absent. Knows no table.
import type { SQLOutputValue } from "node:sqlite";

// STRICT tables fix the type of a column, so these casts are safe.

/** `{}` for null, else the number under `key`. */
export function optionalNumber<Key extends string>(
  key: Key,
  value: SQLOutputValue | undefined,
): Partial<Record<Key, number>> {
  return value === null || value === undefined
    ? {}
    : ({ [key]: value } as Partial<Record<Key, number>>);
}

/** `{}` for null, else the text under `key`. */
export function optionalText<Key extends string, Text extends string = string>(
  key: Key,
  value: SQLOutputValue | undefined,
): Partial<Record<Key, Text>> {
  return value === null || value === undefined
    ? {}
    : ({ [key]: value } as Partial<Record<Key, Text>>);
}
