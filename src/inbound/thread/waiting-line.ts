// What waits for the thread that decides: bounded by number and bytes, in the order of arrival. Does no work itself.
import type { Outcome, Work, WorkName } from "./messages.ts";

export interface Waiting {
  work: Work;
  /** About how much it holds. */
  bytes: number;
  transfer: readonly ArrayBuffer[];
  settle: (outcome: Outcome<WorkName>) => void;
}

export interface LineBounds {
  maxWorks: number;
  maxBytes: number;
}

export interface WaitingLine {
  /** False where there is no room. `current`: what is done now counts too. */
  add: (more: Waiting, current: Waiting | undefined) => boolean;
  next: () => Waiting | undefined;
  all: () => readonly Waiting[];
  /** Empties it. */
  clear: () => Waiting[];
}

export function createWaitingLine({ maxWorks, maxBytes }: LineBounds): WaitingLine {
  let line: Waiting[] = [];

  return {
    add(more, current) {
      // Who has proven nothing has half of it, so that strangers leave room for the others.
      const share = isStrangers(more) ? 0.5 : 1;
      const works = [...line, ...(current ? [current] : [])].filter(
        (waiting) => !isStrangers(more) || isStrangers(waiting),
      );
      const bytes = works.reduce((sum, waiting) => sum + waiting.bytes, more.bytes);
      // What is larger than all room is taken where nothing else waits.
      const fits = works.length === 0 || bytes <= maxBytes * share;
      if (!fits || works.length >= maxWorks * share) return false;
      line.push(more);
      return true;
    },
    next() {
      // Senders who have proven themselves come first.
      const proven = line.findIndex((waiting) => !isStrangers(waiting));
      return line.splice(Math.max(0, proven), 1)[0];
    },
    all: () => line,
    clear() {
      const left = line;
      line = [];
      return left;
    },
  };
}

function isStrangers({ work }: Waiting): boolean {
  return work.name === "verify";
}
