// Who reads at this moment: a bounded number, and all of them can be sent away.
import type { ServerResponse } from "node:http";

export interface Reader {
  /** Resolves when it is gone, or is to go. */
  ended: Promise<void>;
  hasEnded: () => boolean;
  /** It has its answer. */
  leave: () => void;
}

export interface Readers {
  /** Undefined: there are too many already. */
  enter: (endpoint: string, response: ServerResponse) => Reader | undefined;
  /** How many read this feed now. */
  count: (endpoint: string) => number;
  endAll: () => void;
}

const MOST_OF_ONE = 8;
const MOST_OF_ALL = 128;

export function createReaders(): Readers {
  const all = new Map<() => void, string>();
  const count = (endpoint: string): number =>
    [...all.values()].filter((each) => each === endpoint).length;

  return {
    count,
    enter(endpoint, response) {
      if (all.size >= MOST_OF_ALL || count(endpoint) >= MOST_OF_ONE) return undefined;
      let hasEnded = false;
      let resolveEnded = (): void => undefined;
      const ended = new Promise<void>((resolve) => {
        resolveEnded = resolve;
      });
      const end = (): void => {
        hasEnded = true;
        all.delete(end);
        resolveEnded();
      };
      all.set(end, endpoint);
      response.once("close", end);
      return { ended, hasEnded: () => hasEnded, leave: end };
    },
    endAll() {
      for (const end of all.keys()) end();
    },
  };
}
