// What a copy of a file's log came to, counted on both sides. Types and nothing else.

/** What is counted by itself. */
export type Part =
  | "events"
  | "deliveries"
  | "attempts"
  | "requests"
  | "names"
  | "sessions"
  | "figures"
  | "endpoints";

export interface PartCount {
  part: Part;
  /** Rows in the file. */
  inFile: number;
  /** By this run. */
  copied: number;
  /** Left alone: the shared log had it, of an earlier run or of its own. */
  there: number;
  /** Not to be copied; `why` says it in a few words. */
  leftOut: number;
  why?: string;
  /** Of those in the file, what the shared log holds at the end; absent where it gathers them with its own. */
  inShared?: number;
}

export interface CopyReport {
  counts: PartCount[];
  /** Routes whose sender had brought a secret: it stays in the file. */
  secrets: string[];
  /** Unsettled deliveries, and requests whose run is to come or goes on, that the shared log has now. */
  waiting: { deliveries: number; requests: number };
  /** An earlier run had copied all of it, at this time (ms since the epoch): nothing was copied now. */
  doneBefore?: number;
  /** Where the file is now. */
  keptAs: string;
}

export interface Progress {
  part: Part;
  /** Rows of all parts. */
  done: number;
  total: number;
}
