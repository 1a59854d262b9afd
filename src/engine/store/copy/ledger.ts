// Counts what a copy does, part by part, and tells how far it is.
import type { Part, Progress } from "./report.ts";

interface Entry {
  copied: number;
  leftOut: number;
  why?: string;
}

export interface Ledger {
  /** So many rows were dealt with, of them so many copied. */
  add: (part: Part, dealtWith: number, copied: number) => void;
  leaveOut: (part: Part, count: number, why: string) => void;
  waits: (what: "deliveries" | "requests", count: number) => void;
  of: (part: Part) => Entry;
  waiting: () => { deliveries: number; requests: number };
  /** For work that may be done again from its beginning: what it counted by then is forgotten. */
  mark: () => () => void;
  /** `all`: nothing is left. */
  tell: (all?: "all") => void;
}

export function createLedger(
  inFile: Readonly<Record<Part, number>>,
  onProgress: (progress: Progress) => void,
): Ledger {
  const total = Object.values(inFile).reduce((sum, count) => sum + count, 0);
  let entries = new Map<Part, Entry>();
  let waiting = { deliveries: 0, requests: 0 };
  let done = 0;
  let last: Part = "deliveries";
  const of = (part: Part): Entry => entries.get(part) ?? { copied: 0, leftOut: 0 };
  const tell = (all?: "all"): void =>
    onProgress({ part: last, done: all ? total : Math.min(done, total), total });
  return {
    of,
    tell,
    add(part, dealtWith, copied) {
      const entry = of(part);
      entries.set(part, { ...entry, copied: entry.copied + copied });
      done += dealtWith;
      last = part;
    },
    leaveOut(part, count, why) {
      if (count === 0) return;
      const entry = of(part);
      entries.set(part, { ...entry, leftOut: entry.leftOut + count, why });
      done += count;
    },
    waits(what, count) {
      waiting[what] += count;
    },
    waiting: () => waiting,
    mark() {
      const kept = { entries: new Map(entries), waiting: { ...waiting }, done };
      return () => {
        entries = new Map(kept.entries);
        waiting = { ...kept.waiting };
        ({ done } = kept);
      };
    },
  };
}
