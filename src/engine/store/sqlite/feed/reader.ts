// Reads feeds. Changes nothing.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Dictionary } from "../write/names.ts";
import { deliveryColumns, deliveryOf, eventColumns, eventOf } from "../write/rows.ts";
import { turns } from "../../rows/deliveries.ts";
import type { FeedEntry, FeedPage, FeedQuery, FeedStanding } from "../../feed-store.ts";

/** In the words of the partial index, or SQLite would not use it. */
export const OF_A_FEED = `turn >= ${turns.feed}`;

const NOTHING: FeedStanding = { acknowledged: 0, lost: 0, newest: 0, waiting: 0 };

export class FeedReader {
  readonly #dictionary: Dictionary;
  readonly #read: StatementSync;
  readonly #standing: StatementSync;
  readonly #newest: StatementSync;
  readonly #oldest: StatementSync;
  readonly #lost: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary) {
    this.#dictionary = dictionary;
    this.#read = db.prepare(
      `SELECT d.seq, ${deliveryColumns}, ${eventColumns}
       FROM deliveries d INDEXED BY deliveries_feed JOIN events e ON e.seq = d.event_seq
       WHERE d.endpoint_id = ? AND d.${OF_A_FEED} AND d.seq > ? ORDER BY d.seq LIMIT ?`,
    );
    this.#standing = db.prepare(
      `SELECT acknowledged, lost, pending + failed AS waiting FROM endpoints
       LEFT JOIN feeds ON endpoint_id = id WHERE id = ?`,
    );
    this.#newest = db.prepare(
      `SELECT max(seq) AS seq FROM deliveries INDEXED BY deliveries_feed
       WHERE endpoint_id = ? AND ${OF_A_FEED}`,
    );
    this.#lost = db.prepare("SELECT lost FROM feeds WHERE endpoint_id = ?");
    this.#oldest = db.prepare(
      `SELECT min(wake_at) AS at FROM deliveries INDEXED BY deliveries_waiting
       WHERE endpoint_id = ? AND turn = ? AND wake_at IS NOT NULL`,
    );
  }

  read({ endpoint, after, limit, maxBytes }: FeedQuery): FeedPage {
    const endpointId = this.#dictionary.endpoints.find(endpoint);
    if (endpointId === undefined) return { entries: [], more: false, lost: 0 };
    const lost = Number(this.#lost.get(endpointId)?.["lost"] ?? 0);
    const entries: FeedEntry[] = [];
    let bytes = 0;
    for (const row of this.#read.iterate(endpointId, after, limit + 1)) {
      const event = eventOf(row, this.#dictionary);
      bytes += event.json.length;
      if (entries.length === limit || (entries.length > 0 && bytes > maxBytes)) {
        return { entries, more: true, lost };
      }
      const delivery = deliveryOf(row, this.#dictionary);
      entries.push({ position: Number(row["seq"]), delivery, event });
    }
    return { entries, more: false, lost };
  }

  standing(endpoint: string): FeedStanding {
    const endpointId = this.#dictionary.endpoints.find(endpoint);
    if (endpointId === undefined) return NOTHING;
    const row = this.#standing.get(endpointId);
    const acknowledged = Number(row?.["acknowledged"] ?? 0);
    const lost = Number(row?.["lost"] ?? 0);
    const newest = Number(this.#newest.get(endpointId)?.["seq"] ?? 0);
    const oldest = Math.min(
      ...[turns.feed, turns.feedReplay].map((turn) => this.#oldestOf(endpointId, turn)),
    );
    return {
      acknowledged,
      lost,
      newest: Math.max(newest, acknowledged, lost),
      waiting: Number(row?.["waiting"] ?? 0),
      ...(oldest !== Infinity && { oldestAt: oldest }),
    };
  }

  #oldestOf(endpointId: number, turn: number): number {
    const at = this.#oldest.get(endpointId, turn)?.["at"];
    return typeof at === "number" ? at : Infinity;
  }
}
