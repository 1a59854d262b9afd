// What is known of attempts over time: counts and latencies by minute, then by quarter of an hour.

/** Attempts within a span of time. Percentiles of those that got an answer: ms, within 10 %. */
export interface Figure {
  /** Attempts that delivered. */
  delivered: number;
  /** Attempts that did not, the last one of a delivery that died included. */
  failed: number;
  /** Deliveries that died. */
  dead: number;
  p50?: number;
  p95?: number;
  p99?: number;
}

/** Times are ms since the epoch. */
export interface FiguresQuery {
  from: number;
  to: number;
  /**
   * Length of a point. What is older than two hours is known by quarters of an hour: for that, `from` and
   * `stepMs` are multiples of a quarter.
   */
  stepMs: number;
  endpoint?: string;
  /** Only in a shared log: attempts that this Gateway made. What waits is everybody's all the same. */
  instance?: string;
}

export interface Figures {
  /** Oldest first, without gaps; an attempt counts for the time at which it was committed. */
  points: (Figure & { at: number })[];
  total: Figure;
  /** Every endpoint that ever had a delivery. `waiting`: its pending and failed deliveries, now. */
  endpoints: (Figure & { endpoint: string; waiting: number })[];
  /** Of a shared log: what each Gateway attempted in this time, by name, whichever was asked for. */
  instances?: (Figure & { instance: string })[];
  /** What the log holds now of these endpoints. */
  backlog: {
    waiting: number;
    dead: number;
    /** Creation time of the oldest that waits. */
    oldestAt?: number;
  };
}

/** How long answers took. Grows only. */
export interface Latency {
  /** Attempts that got an answer. */
  count: number;
  /** Sum over them, ms, within 10 %. */
  sumMs: number;
  /** Those that took at most `ms`, in growing order. */
  upTo: readonly { ms: number; count: number }[];
}

/** Of one endpoint, since the log began: what grows does so across restarts, and gets no smaller as figures age. */
export interface EndpointTotals {
  endpoint: string;
  /** Attempts that delivered. */
  delivered: number;
  /** Attempts that did not. */
  failed: number;
  /** Deliveries that died. */
  dead: number;
  latency: Latency;
  /** Creation time of its oldest delivery that waits now. */
  oldestAt?: number;
}
