// Times as operators are shown them. Reads no clock.

/** ISO 8601 in UTC, from ms since the epoch. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
