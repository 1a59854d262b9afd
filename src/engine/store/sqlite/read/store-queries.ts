// Everything the store can tell without changing it: used by the owner and by read-only readers.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Attempt } from "../../../record.ts";
import { DeliveryList } from "./delivery-list.ts";
import { EventList } from "./event-list.ts";
import { DeliverySearch } from "./delivery-search.ts";
import { FigureReader } from "../figures/reader.ts";
import { TotalsReader } from "../figures/totals.ts";
import type { Dictionary } from "../write/names.ts";
import type { PlannedDeliveries } from "../plan/planned-delivery.ts";
import { PlannedRows } from "../plan/planned-rows.ts";
import { optionalNumber, optionalText } from "../../rows/optional-columns.ts";
import { attemptColumns, attemptOf, statusCode } from "../../rows/deliveries.ts";
import { deliveryColumns, deliveryOf, eventColumns, eventOf } from "../write/rows.ts";
import type { Backlog, StoreStats } from "../../stats.ts";
import type { EndpointState, ListFilter, SearchFilter, Store } from "../../store.ts";
import type { EventFilter, EventPage, KeptEvent } from "../../kept-events.ts";
import type { EndpointTotals, Figures, FiguresQuery } from "../../figures/figures.ts";
import { prepareCounts, prepareEndpointCounts } from "./totals.ts";
import type { Counts } from "../../stats.ts";

type Shown = Awaited<ReturnType<Store["show"]>>;

const activeCodes = [statusCode("pending"), statusCode("failed")];

/** Answers all questions of the port. */
export class StoreQueries {
  readonly #dictionary: Dictionary;
  readonly #planned: PlannedRows;
  readonly #list: DeliveryList;
  readonly #events: EventList;
  readonly #search: DeliverySearch;
  readonly #figures: FigureReader;
  readonly #totals: TotalsReader;
  readonly #counts: () => Counts;
  readonly #show: StatementSync;
  readonly #attempts: StatementSync;
  readonly #oldest: StatementSync;
  readonly #createdAt: StatementSync;
  readonly #waiting: StatementSync;
  readonly #states: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, planned: PlannedDeliveries) {
    this.#dictionary = dictionary;
    this.#planned = new PlannedRows(db, planned);
    this.#list = new DeliveryList(db, dictionary, this.#planned);
    this.#events = new EventList(db, dictionary, planned);
    this.#search = new DeliverySearch(db, dictionary, this.#list, this.#planned);
    const ports = {
      dictionary,
      counts: prepareEndpointCounts(db),
      oldestActiveAt: (endpointIds: readonly number[]) => this.#oldestActiveAt(endpointIds),
    };
    this.#figures = new FigureReader(db, ports);
    this.#totals = new TotalsReader(db, ports);
    this.#counts = prepareCounts(db);
    this.#show = db.prepare(
      `SELECT d.seq, ${deliveryColumns}, ${eventColumns}
       FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.id = ?`,
    );
    this.#attempts = db.prepare(
      `SELECT number, ${attemptColumns} FROM attempts WHERE delivery_seq = ?1
       UNION ALL
       SELECT attempts AS number, ${attemptColumns} FROM deliveries WHERE seq = ?1 AND attempts > 0
       ORDER BY number`,
    );
    this.#oldest = db.prepare(
      `SELECT min(seq) AS seq FROM deliveries INDEXED BY deliveries_listed
       WHERE endpoint_id = ? AND status = ? AND type_id = ?`,
    );
    this.#createdAt = db.prepare("SELECT created_at FROM deliveries WHERE seq = ?");
    this.#waiting = db.prepare(
      `SELECT count(*) AS waiting, min(seq) AS seq FROM deliveries INDEXED BY deliveries_waiting
       WHERE endpoint_id = ? AND wake_at IS NOT NULL`,
    );
    this.#states = db.prepare(
      `SELECT name, disabled_reason, paused_reason, not_before, pauses, failing_since, url_hash FROM endpoints
       WHERE disabled_reason IS NOT NULL OR paused_reason IS NOT NULL OR not_before IS NOT NULL
         OR failing_since IS NOT NULL ORDER BY name`,
    );
  }

  list(filter: ListFilter): ReturnType<DeliveryList["list"]> {
    return this.#list.list(filter);
  }

  listEvents(filter: EventFilter): EventPage {
    return this.#events.list(filter);
  }

  findEvent(eventId: string): KeptEvent | undefined {
    return this.#events.find(eventId);
  }

  search(filter: SearchFilter): ReturnType<DeliverySearch["search"]> {
    return this.#search.search(filter);
  }

  figures(query: FiguresQuery): Figures {
    return this.#figures.figures(query);
  }

  totals(): EndpointTotals[] {
    return this.#totals.totals();
  }

  show(deliveryId: string): Shown {
    const planned = this.#planned.find(deliveryId);
    const row = planned ? this.#planned.row(planned) : this.#show.get(deliveryId);
    if (row === undefined) return undefined;
    return {
      delivery: deliveryOf(row, this.#dictionary),
      event: eventOf(row, this.#dictionary),
      attempts: planned ? [] : this.#attemptsOf(Number(row["seq"]), deliveryId),
    };
  }

  #attemptsOf(seq: number, deliveryId: string): Attempt[] {
    return this.#attempts.all(seq).map((attempt) => attemptOf(attempt, deliveryId));
  }

  stats(): StoreStats {
    const oldestActiveAt = this.#oldestActiveAt(this.#dictionary.endpoints.ids());
    return { ...this.#counts(), ...(oldestActiveAt !== undefined && { oldestActiveAt }) };
  }

  backlog(except: readonly string[]): Backlog[] {
    return [...this.#dictionary.endpoints.entries()].flatMap(([endpoint, id]) => {
      if (except.includes(endpoint)) return [];
      const { waiting, seq } = this.#waiting.get(id) ?? {};
      const row = typeof seq === "number" ? this.#createdAt.get(seq) : undefined;
      const planned = this.#planned.all().filter(({ endpointId }) => endpointId === id);
      const times = planned.map(({ createdAt }) => createdAt);
      if (row !== undefined) times.push(Number(row["created_at"]));
      if (times.length === 0) return [];
      const oldestAt = Math.min(...times);
      return [{ endpoint, waiting: Number(waiting) + planned.length, oldestAt }];
    });
  }

  endpointStates(): EndpointState[] {
    return this.#states.all().map((row) => ({
      name: String(row["name"]),
      ...optionalText("disabledReason", row["disabled_reason"]),
      ...optionalText("pausedReason", row["paused_reason"]),
      ...optionalNumber("notBefore", row["not_before"]),
      ...optionalNumber("pauses", row["pauses"]),
      ...optionalNumber("failingSince", row["failing_since"]),
      ...optionalText("urlHash", row["url_hash"]),
    }));
  }

  /** One index probe per endpoint, status and type instead of an index on status alone. */
  #oldestActiveAt(endpointIds: readonly number[]): number | undefined {
    let oldest = Infinity;
    for (const endpointId of endpointIds) {
      for (const typeId of this.#dictionary.types.ids()) {
        for (const status of activeCodes) {
          const seq = this.#oldest.get(endpointId, status, typeId)?.["seq"];
          if (typeof seq === "number") oldest = Math.min(oldest, seq);
        }
      }
    }
    const row = oldest === Infinity ? undefined : this.#createdAt.get(oldest);
    const planned = this.#planned.all().find(({ endpointId }) => endpointIds.includes(endpointId));
    if (row === undefined) return planned?.createdAt;
    return Math.min(Number(row["created_at"]), planned?.createdAt ?? Infinity);
  }
}
