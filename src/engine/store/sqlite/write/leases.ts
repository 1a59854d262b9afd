// Who works on what, and until when. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Planned } from "../plan/planned.ts";
import type { Dictionary } from "./names.ts";
import { deliveryColumns, deliveryOf, eventColumns, eventOf } from "./rows.ts";
import { turns } from "../../rows/deliveries.ts";
import type { Claim, Store } from "../../store.ts";

type ClaimQuery = Parameters<Store["claim"]>[0];

/** Hands deliveries out and takes them back. */
export class Leases {
  readonly #dictionary: Dictionary;
  readonly #planned: Planned;
  readonly #due: StatementSync;
  readonly #read: StatementSync;
  readonly #lease: StatementSync;
  readonly #release: StatementSync;
  readonly #earliest: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, planned: Planned) {
    this.#dictionary = dictionary;
    this.#planned = planned;
    this.#due = db.prepare(
      `SELECT seq, wake_at FROM deliveries WHERE endpoint_id = ? AND turn = ? AND wake_at <= ?
       ORDER BY wake_at, lease_until, seq LIMIT ?`,
    );
    this.#read = db.prepare(
      `SELECT ${deliveryColumns}, ${eventColumns}
       FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.seq = ?`,
    );
    this.#lease = db.prepare("UPDATE deliveries SET lease_until = ? WHERE seq = ?");
    // Walks the index of unsettled deliveries once, at the start of an engine.
    this.#release = db.prepare(
      `UPDATE deliveries INDEXED BY deliveries_waiting SET due_at = min(due_at, ?), lease_until = NULL
       WHERE wake_at IS NOT NULL AND lease_until IS NOT NULL`,
    );
    this.#earliest = db.prepare(
      "SELECT min(wake_at) AS at FROM deliveries WHERE endpoint_id = ? AND turn = ? AND wake_at IS NOT NULL",
    );
  }

  claim(query: ClaimQuery): Claim[] {
    const endpointId = this.#dictionary.endpoints.find(query.endpoint);
    if (endpointId === undefined) return [];
    this.#planned.placeExpired(query.now);
    const leaseUntil = Math.ceil(query.now + query.leaseMs);
    return this.#dueNow(endpointId, query).map((seq) => {
      this.#lease.run(leaseUntil, seq);
      const row = this.#read.get(seq);
      if (row === undefined) throw new Error("a delivery has lost its event");
      return { delivery: deliveryOf(row, this.#dictionary), event: eventOf(row, this.#dictionary) };
    });
  }

  /** Takes every lease back. Returns how many there were. */
  release(now: number): number {
    this.#planned.placeAll();
    return Number(this.#release.run(now).changes);
  }

  /** Two index probes per endpoint. Deliveries behind another one are not counted: they wait for their lane. */
  dueTimes(): Map<string, number> {
    const times = new Map<string, number>();
    const leases = this.#plannedLeases();
    for (const [name, id] of this.#dictionary.endpoints.entries()) {
      const rows = Math.min(this.#earliestOf(id, turns.open), this.#earliestOf(id, turns.replay));
      const at = Math.min(rows, leases.get(id) ?? Infinity);
      if (at !== Infinity) times.set(name, at);
    }
    return times;
  }

  /** By endpoint, when the earliest lease ends. */
  #plannedLeases(): Map<number, number> {
    const leases = new Map<number, number>();
    for (const { endpointId, leaseUntil } of this.#planned.all()) {
      leases.set(endpointId, Math.min(leases.get(endpointId) ?? Infinity, leaseUntil));
    }
    return leases;
  }

  #dueNow(endpointId: number, { now, limit, inOrder }: ClaimQuery): number[] {
    const open = this.#due.all(endpointId, turns.open, now, limit);
    const behind = inOrder ? [] : this.#due.all(endpointId, turns.behind, now, limit);
    const first = [...open, ...behind]
      .map((row) => ({ seq: Number(row["seq"]), wakeAt: Number(row["wake_at"]) }))
      .sort((one, other) => one.wakeAt - other.wakeAt || one.seq - other.seq)
      .slice(0, limit)
      .map(({ seq }) => seq);
    const replays = this.#due.all(endpointId, turns.replay, now, limit - first.length);
    return [...first, ...replays.map((row) => Number(row["seq"]))];
  }

  #earliestOf(endpointId: number, turn: number): number {
    const at = this.#earliest.get(endpointId, turn)?.["at"];
    return typeof at === "number" ? at : Infinity;
  }
}
