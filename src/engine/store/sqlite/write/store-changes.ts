// Everything the store changes, each change one transaction. Only the owner has one of these.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Delivery } from "../../../record.ts";
import type { Checkpoints } from "../file/checkpoints.ts";
import { DeliveryRows } from "./delivery-rows.ts";
import { EventWriter } from "./event-writer.ts";
import type { FeedStore } from "../../feed-store.ts";
import { FeedPositions } from "../feed/positions.ts";
import { FeedWriter } from "../feed/writer.ts";
import { FigureAgeing } from "../figures/ageing.ts";
import { FigureWriter } from "../figures/writer.ts";
import { Lanes } from "./lanes.ts";
import { Leases } from "./leases.ts";
import type { Dictionary } from "./names.ts";
import { Planned } from "../plan/planned.ts";
import type { PlannedDeliveries } from "../plan/planned-delivery.ts";
import { Pruner } from "./pruner.ts";
import { SettlementWriter } from "./settlement-writer.ts";
import type { Claim, CommitGroup, EndpointState, Store } from "../../store.ts";
import { Totals } from "../read/totals.ts";
import { Transactions, type Durability } from "./transactions.ts";

type ClaimQuery = Parameters<Store["claim"]>[0];
type PruneQuery = Parameters<Store["prune"]>[0];
type PruneResult = Awaited<ReturnType<Store["prune"]>>;
type AgeQuery = Parameters<Store["ageFigures"]>[0];
type AgeResult = Awaited<ReturnType<Store["ageFigures"]>>;

/** The writing half of the port, synchronous. */
export class StoreChanges {
  readonly #dictionary: Dictionary;
  readonly #totals: Totals;
  readonly #planned: Planned;
  readonly #transactions: Transactions;
  readonly #events: EventWriter;
  readonly #settlements: SettlementWriter;
  readonly #leases: Leases;
  readonly #pruner: Pruner;
  readonly #feeds: FeedWriter;
  readonly #figures: FigureWriter;
  readonly #ageing: FigureAgeing;
  readonly #saveState: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, checkpoints: Checkpoints) {
    const lanes = new Lanes(db);
    const rows = new DeliveryRows(db);
    const planned = new Planned(db, rows);
    const totals = new Totals(db);
    this.#dictionary = dictionary;
    this.#totals = totals;
    this.#planned = planned;
    this.#transactions = new Transactions(db, checkpoints, () => this.#forget());
    this.#events = new EventWriter(db, { dictionary, lanes, totals, rows, planned });
    const figures = new FigureWriter(db);
    this.#figures = figures;
    this.#ageing = new FigureAgeing(db);
    const settlements = new SettlementWriter(db, { lanes, totals, figures, rows, planned });
    this.#settlements = settlements;
    this.#leases = new Leases(db, dictionary, planned);
    const positions = new FeedPositions(db);
    this.#pruner = new Pruner(db, { planned, lanes, totals, positions });
    this.#feeds = new FeedWriter(db, { dictionary, settlements, positions });
    this.#saveState = db.prepare(
      `UPDATE endpoints SET disabled_reason = ?, paused_reason = ?, not_before = ?, pauses = ?,
         failing_since = ?, url_hash = ? WHERE id = ?`,
    );
  }

  /** What is committed and has no row of its own yet. */
  get planned(): PlannedDeliveries {
    return this.#planned;
  }

  commit(group: CommitGroup): void {
    this.#change("power", () => {
      this.#events.insert(group);
      for (const settlement of group.settlements) this.#settlements.settle(settlement, group.now);
      this.#planned.placeOld(group.now);
    });
  }

  /** A lease that a power cut forgets is a lease given back: no need to wait for the disk. */
  claim(query: ClaimQuery): Claim[] {
    return this.#change("process", () => this.#leases.claim(query));
  }

  releaseLeases(now: number): number {
    return this.#change("process", () => this.#leases.release(now));
  }

  dueTimes(): Map<string, number> {
    return this.#leases.dueTimes();
  }

  retry(deliveryIds: readonly string[], now: number): number {
    return this.#change("power", () => {
      this.#planned.placeExpired(now);
      return deliveryIds.filter((id) => this.#settlements.revive(id, now)).length;
    });
  }

  remove(deliveryIds: readonly string[]): number {
    return this.#change("power", () => this.#pruner.remove(deliveryIds));
  }

  discard(deliveryIds: readonly string[], now: number): number {
    return this.#change("power", () => {
      this.#planned.placeExpired(now);
      return this.#pruner.discard(deliveryIds, now);
    });
  }

  saveEndpointState(state: EndpointState): void {
    this.#change("power", () => {
      this.#saveState.run(
        state.disabledReason ?? null,
        state.pausedReason ?? null,
        state.notBefore ?? null,
        state.pauses ?? null,
        state.failingSince ?? null,
        state.urlHash ?? null,
        this.#dictionary.endpoints.intern(state.name),
      );
    });
  }

  prune(query: PruneQuery): PruneResult {
    // First, so that no commit follows the checkpoint that the deletions may start.
    this.#transactions.as("process", () => this.#pruner.shrink(query.maxFileBytes));
    const { deleted, done } = this.#change("process", () => this.#pruner.step(query));
    return { deleted, done: done && !this.#pruner.isTooEmpty(query.maxFileBytes) };
  }

  ageFigures(query: AgeQuery): AgeResult {
    return this.#change("process", () => this.#ageing.step(query));
  }

  /** What a power cut forgets of it is read again, and acknowledged again. */
  acknowledge(
    order: Parameters<FeedStore["acknowledge"]>[0],
  ): ReturnType<FeedWriter["acknowledge"]> {
    return this.#change("process", () => this.#feeds.acknowledge(order));
  }

  giveUpUnread(order: Parameters<FeedStore["giveUpUnread"]>[0]): Delivery[] {
    return this.#change("power", () => this.#feeds.giveUp(order));
  }

  turnWaiting(order: Parameters<FeedStore["turnWaiting"]>[0]): number {
    return this.#change("power", () => {
      // What waits without a row of its own is turned as well.
      this.#planned.placeAll();
      return this.#feeds.turnWaiting(order);
    });
  }

  #change<Result>(durability: Durability, work: () => Result): Result {
    const result = this.#transactions.run(durability, () => {
      const done = work();
      this.#totals.write();
      this.#figures.write();
      this.#planned.write();
      return done;
    });
    this.#planned.keep();
    return result;
  }

  /** What memory holds of a transaction that was rolled back is wrong. */
  #forget(): void {
    this.#dictionary.reload();
    this.#totals.forget();
    this.#figures.forget();
    this.#planned.forget();
  }
}
