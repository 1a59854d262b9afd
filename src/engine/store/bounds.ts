// What the log is held to, and what it takes. Types and nothing else.

export interface PruneQuery {
  /** Settled before: ms since the epoch. */
  olderThan: number;
  /** Most settled deliveries that stay. */
  maxRows: number;
  /** Most rows in this step. */
  stepRows: number;
  /**
   * So many more go, the oldest, because there is no room: delivered ones, then events that nobody heard, then
   * dead ones.
   */
  extraRows?: number;
  /** Beyond this the file gives back what is empty. */
  maxFileBytes?: number;
}

export interface LogSpace {
  /** On the disk, with what is empty and with the write-ahead log. */
  bytes: number;
  /** Without either: what deleting rows makes less. */
  usedBytes: number;
  /** When the oldest delivered one was settled; absent = there is none. */
  oldestDeliveredAt?: number;
}
