// What a receiver has read, and what it will not read any more. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Delivery } from "../../../record.ts";
import type { Dictionary } from "../write/names.ts";
import { deliveryColumns, deliveryOf } from "../write/rows.ts";
import { turns } from "../../rows/deliveries.ts";
import type { SettlementWriter } from "../write/settlement-writer.ts";
import type { FeedStore } from "../../feed-store.ts";
import type { FeedPositions } from "./positions.ts";
import { OF_A_FEED } from "./reader.ts";

type Order<Name extends keyof FeedStore> = Parameters<FeedStore[Name]>[0];

export class FeedWriter {
  readonly #dictionary: Dictionary;
  readonly #settlements: Pick<SettlementWriter, "settle">;
  readonly #positions: FeedPositions;
  readonly #acknowledged: StatementSync;
  readonly #unread: StatementSync;
  readonly #oldest: StatementSync;
  readonly #turn: StatementSync;

  constructor(
    db: DatabaseSync,
    ports: {
      dictionary: Dictionary;
      settlements: Pick<SettlementWriter, "settle">;
      positions: FeedPositions;
    },
  ) {
    this.#dictionary = ports.dictionary;
    this.#settlements = ports.settlements;
    this.#positions = ports.positions;
    this.#acknowledged = db.prepare("SELECT acknowledged FROM feeds WHERE endpoint_id = ?");
    this.#unread = db.prepare(
      `SELECT id, attempts FROM deliveries INDEXED BY deliveries_feed
       WHERE endpoint_id = ? AND ${OF_A_FEED} AND seq > ? AND seq <= ? AND due_at IS NOT NULL
       ORDER BY seq LIMIT ?`,
    );
    this.#oldest = db.prepare(
      `SELECT d.seq, ${deliveryColumns} FROM deliveries d INDEXED BY deliveries_waiting
       JOIN events e ON e.seq = d.event_seq
       WHERE d.endpoint_id = ? AND d.turn = ? AND d.wake_at < ?
       ORDER BY d.wake_at, d.lease_until, d.seq LIMIT ?`,
    );
    this.#turn = db.prepare(
      `UPDATE deliveries SET turn = ?1, lease_until = NULL, lane = NULL WHERE seq IN (
         SELECT seq FROM deliveries INDEXED BY deliveries_waiting
         WHERE endpoint_id = ?2 AND turn = ?3 AND wake_at IS NOT NULL LIMIT ?4) RETURNING seq`,
    );
  }

  acknowledge({ endpoint, through, now, tookMs, limit }: Order<"acknowledge">): {
    acknowledged: number;
    done: boolean;
  } {
    const endpointId = this.#dictionary.endpoints.intern(endpoint);
    const from = Number(this.#acknowledged.get(endpointId)?.["acknowledged"] ?? 0);
    if (through <= from) return { acknowledged: 0, done: true };
    const rows = this.#unread.all(endpointId, from, through, limit);
    for (const row of rows) {
      const deliveryId = String(row["id"]);
      const number = Number(row["attempts"]) + 1;
      const attempt = { deliveryId, number, at: now, timings: { total: tookMs } };
      this.#settlements.settle({ deliveryId, status: "delivered", attempt }, now);
    }
    const done = rows.length < limit;
    if (done) this.#positions.acknowledge(endpointId, through);
    return { acknowledged: rows.length, done };
  }

  giveUp({ endpoint, createdBefore, limit, now, error }: Order<"giveUpUnread">): Delivery[] {
    const endpointId = this.#dictionary.endpoints.find(endpoint);
    if (endpointId === undefined) return [];
    const rows = [turns.feed, turns.feedReplay].flatMap((turn) =>
      this.#oldest.all(endpointId, turn, createdBefore, limit),
    );
    const oldest = rows
      .sort((one, other) => Number(one["seq"]) - Number(other["seq"]))
      .slice(0, limit);
    return oldest.map((row) => {
      const delivery = deliveryOf(row, this.#dictionary);
      const { id: deliveryId, attempts } = delivery;
      const attempt = {
        deliveryId,
        number: attempts + 1,
        at: now,
        errorClass: "unread" as const,
        error,
        timings: { total: 0 },
      };
      this.#settlements.settle({ deliveryId, status: "dead", attempt }, now);
      this.#positions.lose(endpointId, Number(row["seq"]));
      return delivery;
    });
  }

  turnWaiting({ feeds, sent, limit }: Order<"turnWaiting">): number {
    let left = limit;
    for (const endpoint of feeds) left -= this.#turnOne(endpoint, TO_FEED, left);
    for (const endpoint of sent) left -= this.#turnOne(endpoint, TO_SENDING, left);
    return limit - left;
  }

  #turnOne(endpoint: string, ways: typeof TO_FEED | typeof TO_SENDING, limit: number): number {
    const endpointId = this.#dictionary.endpoints.find(endpoint);
    if (endpointId === undefined) return 0;
    let left = limit;
    for (const [from, to] of ways) {
      const turned = this.#turn.all(to, endpointId, from, left).map(({ seq }) => Number(seq));
      left -= turned.length;
      const first = turned.reduce((least, seq) => Math.min(least, seq), Infinity);
      if (ways === TO_FEED && first !== Infinity) this.#positions.reopen(endpointId, first - 1);
    }
    return limit - left;
  }
}

const TO_FEED = [
  [turns.open, turns.feed],
  [turns.behind, turns.feed],
  [turns.replay, turns.feedReplay],
] as const;
const TO_SENDING = [
  [turns.feed, turns.open],
  [turns.feedReplay, turns.replay],
] as const;
