// What one part of the soak came to: figures to look at, and what must not have happened.

export interface Verdict {
  part: string;
  figures: Record<string, number>;
  /** Empty = passed. Bounded: the first of each kind, and how many there were. */
  violations: string[];
}

const SHOWN = 5;

/** One line for everything that broke the same rule; none when nothing did. */
export function broken(rule: string, cases: readonly string[]): string[] {
  if (cases.length === 0) return [];
  const more = cases.length > SHOWN ? `, and ${cases.length - SHOWN} more` : "";
  return [`${rule}: ${cases.slice(0, SHOWN).join(", ")}${more}`];
}
