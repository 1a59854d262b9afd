// The words for how an endpoint stands: what is shown, and what is remembered. Decides nothing.

/** `held`: config or address cannot work. `disabled`: ended by the receiver or by failing. `paused`: by hand. */
export interface Closure {
  kind: "held" | "disabled" | "paused";
  reason: string;
}

/** How an endpoint stands. */
export interface Standing {
  /**
   * `ok`: at full speed. `slowing`: fewer at once than configured, or none before a time that the receiver named.
   * `parked`: it kept failing, and one probe at a time goes. `blocked`: at whatever speed, its proxy let none of the
   * last attempts through. The others send nothing: see `Closure`.
   */
  state: "ok" | "slowing" | "parked" | "blocked" | Closure["kind"];
  /** Why it is not `ok`. */
  reason?: string;
  /** Nothing goes before this time, ms since the epoch: the receiver's wish, or the next probe. */
  notBefore?: number;
  /** Nothing but failures since then, ms since the epoch. */
  failingSince?: number;
  /** Requests at once: now, and as configured. */
  concurrency: { now: number; max: number };
}

/** What outlives a restart. */
export interface Remembered {
  closure?: Closure;
  notBefore?: number;
  /** Pauses of the breaker in a row. */
  pauses?: number;
  failingSince?: number;
}
