// Which store this is and who shares it: for a person who asks. Types and nothing else.

/** A Gateway that shares the log. Times are ms since the epoch, by the server's clock. */
export interface Instance {
  name: string;
  version: string;
  startedAt: number;
  seenAt: number;
  /** It was silent for so long that what it had was taken from it. */
  gone: boolean;
}

export interface SharedStanding {
  /** Host, port and database; no credentials. */
  server: string;
  schema: string;
  /** Why it cannot be reached. */
  away?: string;
  /** What is kept in this Gateway's spool until it is told: commits. */
  spooled: number;
  /** Of this Gateway among the others. */
  instance: string;
  /** Empty while it is away. */
  instances: readonly Instance[];
  /** Changes that others make are heard at once; else within seconds, because a pooler keeps the word back. */
  hears: boolean;
}

export interface StoreStanding {
  /** On the disk, with what is empty; absent while it cannot be asked. */
  bytes?: number;
  /** Without what is empty. */
  usedBytes?: number;
  /** Absent = a file of this Gateway. */
  shared?: SharedStanding;
}
