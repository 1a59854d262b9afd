// What one endpoint knows about the earliest due delivery in the store, without asking for each.
// Too early costs an empty claim; it must never be too late.

export interface DueTime {
  /** ms since the epoch; Infinity = nothing waits. */
  at: () => number;
  /** A delivery is due at `at`. */
  note: (at: number) => void;
  claimStarts: () => void;
  /** The claim gave all that was due. `emptyAt`: it gave nothing although something seemed due. */
  drained: (emptyAt: number | undefined) => void;
  /** The store's own answer, asked for after `drained`. */
  refreshed: (at: number | undefined) => void;
}

// Deliveries behind another one of their session are due and not claimable: they are not asked for in a loop.
const RECHECK_MS = 1000;

export function createDueTime(): DueTime {
  let earliest = Infinity;
  let notedDuringClaim = Infinity;
  let notBefore = 0;
  return {
    at: () => earliest,
    note(at) {
      earliest = Math.min(earliest, at);
      notedDuringClaim = Math.min(notedDuringClaim, at);
    },
    claimStarts() {
      notedDuringClaim = Infinity;
    },
    drained(emptyAt) {
      earliest = notedDuringClaim;
      notBefore = emptyAt === undefined ? 0 : emptyAt + RECHECK_MS;
    },
    refreshed(at) {
      if (at !== undefined) earliest = Math.min(earliest, Math.max(at, notBefore));
    },
  };
}
