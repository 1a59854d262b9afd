// What a receiver asks of a feed, and what it is told. Types and nothing else.

export interface FeedRequest {
  endpoint: string;
  /** All up to this cursor is acknowledged, and what follows it is read. Absent: what was not acknowledged yet. */
  after?: string;
  /** Most entries of the answer; 0 only acknowledges. */
  limit: number;
  /** What was given a moment ago is not acknowledged: the same receiver is still reading. */
  goesOn?: true;
}

export interface FeedItem {
  /** Whoever asks for what follows it acknowledges it, and all before it. */
  cursor: string;
  /** JSON in one line: `{cursor, id, type, delivery, headers, body}`. */
  json: string;
}

export type FeedAnswer =
  | {
      kind: "page";
      items: FeedItem[];
      /** Of the last entry that was looked at. */
      cursor: string;
      /** Nothing follows at the moment. */
      done: boolean;
      /** An operator has paused it: nothing is given until it is resumed. */
      paused?: true;
    }
  /** Something after the place it asked from is gone. Whoever goes on with `cursor` knows. */
  | { kind: "lost"; cursor: string }
  /** The cursor is of another log, or of a future that this log does not know. */
  | { kind: "foreign"; cursor: string }
  | { kind: "no cursor" }
  /** Its settings cannot work. */
  | { kind: "held"; reason: string }
  | { kind: "no feed" };

export type ReadFeed = (request: FeedRequest) => Promise<FeedAnswer>;
