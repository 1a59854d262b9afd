// Since when an endpoint has had nothing but failures, and whether that is too long. Knows no clock.

export interface FailingTime {
  failed: (now: number) => void;
  /** Something arrived. */
  arrived: () => void;
  /** Time of the first failure since the last arrival, ms since the epoch. */
  since: () => number | undefined;
  /** More failures in a row than an accident makes. */
  isFailing: () => boolean;
  /** Whether it has lasted as long as an endpoint is left alone. */
  isTooLong: (now: number) => boolean;
  /** Goes on as before a restart, when it was failing. */
  recall: (since: number) => void;
}

/** Fewer failures than this are nothing that an endpoint is judged by. */
const FEW = 5;

/** `mostMs`: how long it may last; `false` = for ever. */
export function createFailingTime(mostMs: number | false): FailingTime {
  let since: number | undefined;
  let failures = 0;
  return {
    failed(now) {
      since ??= now;
      failures += 1;
    },
    arrived() {
      since = undefined;
      failures = 0;
    },
    since: () => since,
    isFailing: () => failures >= FEW,
    isTooLong: (now) =>
      mostMs !== false && failures >= FEW && since !== undefined && now - since >= mostMs,
    recall(before) {
      since = before;
      failures = FEW;
    },
  };
}
