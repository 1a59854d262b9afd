// How far each feed was read, and up to where something of it is gone. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { turns, type Row } from "../../rows/deliveries.ts";
import type { Position } from "../../feed-store.ts";

/** The last position that any feed knows of: no later delivery may have it or one before it. */
export function lastFeedPosition(db: DatabaseSync): Position {
  const row = db.prepare("SELECT max(max(acknowledged, lost)) AS last FROM feeds").get();
  return Number(row?.["last"] ?? 0);
}

export function isOfFeed({ turn }: Row): boolean {
  return Number(turn) >= turns.feed;
}

export class FeedPositions {
  readonly #acknowledge: StatementSync;
  readonly #lose: StatementSync;
  readonly #reopen: StatementSync;

  constructor(db: DatabaseSync) {
    const insert = "INSERT INTO feeds (endpoint_id, acknowledged, lost) VALUES";
    const onConflict = "ON CONFLICT (endpoint_id) DO UPDATE SET";
    this.#acknowledge = db.prepare(
      `${insert} (?, ?, 0) ${onConflict} acknowledged = max(acknowledged, excluded.acknowledged)`,
    );
    this.#lose = db.prepare(`${insert} (?, 0, ?) ${onConflict} lost = max(lost, excluded.lost)`);
    this.#reopen = db.prepare(
      "UPDATE feeds SET acknowledged = min(acknowledged, ?) WHERE endpoint_id = ?",
    );
  }

  acknowledge(endpointId: number, through: Position): void {
    this.#acknowledge.run(endpointId, through);
  }

  /** It is not there any more, or not to be read. */
  lose(endpointId: number, position: Position): void {
    this.#lose.run(endpointId, position);
  }

  /** A row is deleted: of a feed, its receiver must hear of it if it asks from before. */
  deleted(row: Row): void {
    if (isOfFeed(row)) this.lose(Number(row["endpoint_id"]), Number(row["seq"]));
  }

  /** What follows `position` is to be read again. */
  reopen(endpointId: number, position: Position): void {
    this.#reopen.run(position, endpointId);
  }
}
