// The log by what no index tells: an agent, or a piece of text. Reads only, and bounded in rows and time.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Delivery } from "../../../record.ts";
import { scan } from "./bounded-scan.ts";
import type { DeliveryList } from "./delivery-list.ts";
import type { PlannedRows } from "../plan/planned-rows.ts";
import type { Dictionary, Names } from "../write/names.ts";
import { lower } from "./lower.ts";
import type { SearchFilter, SearchReach } from "../../store.ts";

/** Answers `Store.search`. */
export class DeliverySearch {
  readonly #dictionary: Dictionary;
  readonly #list: DeliveryList;
  readonly #planned: PlannedRows;
  readonly #matching: StatementSync;
  readonly #matchingPlanned: StatementSync;
  readonly #idOf: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, list: DeliveryList, planned: PlannedRows) {
    this.#dictionary = dictionary;
    this.#list = list;
    this.#planned = planned;
    const texts = ["e.id", "ifnull(e.session_key, '')", "ifnull(e.user_id, '')"];
    // Names are few: which of them hold the text is known before. In the order of the list that is given.
    const wanted = (id: string, error: string, endpointId: string): string =>
      `(?2 IS NULL OR e.agent_id = ?2)
         AND (?3 IS NULL OR ${[id, error, ...texts].map((text) => `instr(lower(${text}), ?3)`).join(" OR ")}
           OR ${endpointId} IN (SELECT value FROM json_each(?4))
           OR e.type_id IN (SELECT value FROM json_each(?5)))`;
    this.#matching = db.prepare(
      `SELECT d.seq FROM json_each(?1) asked CROSS JOIN deliveries d CROSS JOIN events e
       WHERE d.seq = asked.value AND e.seq = d.event_seq
         AND ${wanted("d.id", "ifnull(d.error, '')", "d.endpoint_id")}`,
    );
    const field = (name: string): string => `json_extract(planned.value, '$.${name}')`;
    this.#matchingPlanned = db.prepare(
      `SELECT ${field("seq")} AS seq FROM json_each(?1) planned CROSS JOIN events e
       WHERE e.seq = ${field("eventSeq")} AND ${wanted(field("id"), "''", field("endpointId"))}`,
    );
    this.#idOf = db.prepare("SELECT id, created_at FROM deliveries WHERE seq = ?");
  }

  search(filter: SearchFilter): { deliveries: Delivery[] } & SearchReach {
    const text = filter.text === undefined ? null : lower(filter.text);
    const { endpoints, types } = this.#dictionary;
    const named = [endpoints, types].map((names) => JSON.stringify(idsWith(names, text)));
    const planned = this.#planned.bySequence();
    const ask = (statement: StatementSync, list: readonly unknown[]): number[] =>
      list.length === 0
        ? []
        : statement
            .all(JSON.stringify(list), filter.agent ?? null, text, ...named)
            .map((row) => Number(row["seq"]));
    const { found, scanned, last } = scan(
      this.#list.sequences(filter),
      filter.limit,
      (sequences) => {
        const plans = sequences.map((seq) => planned.get(seq)).filter((plan) => plan !== undefined);
        const matches = ask(this.#matching, sequences);
        if (plans.length === 0) return matches;
        const all = new Set([...ask(this.#matchingPlanned, plans), ...matches]);
        return sequences.filter((seq) => all.has(seq));
      },
    );
    const plan = last === undefined ? undefined : planned.get(last);
    const row = last === undefined || plan ? undefined : this.#idOf.get(last);
    const reach = plan
      ? { cursor: plan.id, backTo: plan.createdAt }
      : row && { cursor: String(row["id"]), backTo: Number(row["created_at"]) };
    return { deliveries: this.#list.rows(found), scanned, ...reach };
  }
}

function idsWith(names: Names, text: string | null): number[] {
  if (text === null) return [];
  return [...names.entries()].filter(([name]) => lower(name).includes(text)).map(([, id]) => id);
}
