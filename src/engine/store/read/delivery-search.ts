// The log by what no index tells: an agent, or a piece of text. Reads only, and bounded in rows and time.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Delivery } from "../../record.ts";
import { scan } from "./bounded-scan.ts";
import type { DeliveryList } from "./delivery-list.ts";
import type { Dictionary, Names } from "../write/names.ts";
import { lower } from "./lower.ts";
import type { SearchFilter, SearchReach } from "../store.ts";

/** Answers `Store.search`. */
export class DeliverySearch {
  readonly #dictionary: Dictionary;
  readonly #list: DeliveryList;
  readonly #matching: StatementSync;
  readonly #idOf: StatementSync;

  constructor(db: DatabaseSync, dictionary: Dictionary, list: DeliveryList) {
    this.#dictionary = dictionary;
    this.#list = list;
    const texts = ["d.id", "e.id", "ifnull(d.error, '')"];
    texts.push("ifnull(e.session_key, '')", "ifnull(e.user_id, '')");
    // Names are few: which of them hold the text is known before. In the order of the list that is given.
    this.#matching = db.prepare(
      `SELECT d.seq FROM json_each(?1) asked CROSS JOIN deliveries d CROSS JOIN events e
       WHERE d.seq = asked.value AND e.seq = d.event_seq
         AND (?2 IS NULL OR e.agent_id = ?2)
         AND (?3 IS NULL OR ${texts.map((text) => `instr(lower(${text}), ?3)`).join(" OR ")}
           OR d.endpoint_id IN (SELECT value FROM json_each(?4))
           OR d.type_id IN (SELECT value FROM json_each(?5)))`,
    );
    this.#idOf = db.prepare("SELECT id, created_at FROM deliveries WHERE seq = ?");
  }

  search(filter: SearchFilter): { deliveries: Delivery[] } & SearchReach {
    const text = filter.text === undefined ? null : lower(filter.text);
    const { endpoints, types } = this.#dictionary;
    const named = [endpoints, types].map((names) => JSON.stringify(idsWith(names, text)));
    const { found, scanned, last } = scan(this.#list.sequences(filter), filter.limit, (sequences) =>
      this.#matching
        .all(JSON.stringify(sequences), filter.agent ?? null, text, ...named)
        .map((row) => Number(row["seq"])),
    );
    const row = last === undefined ? undefined : this.#idOf.get(last);
    const reach = row && { cursor: String(row["id"]), backTo: Number(row["created_at"]) };
    return { deliveries: this.#list.rows(found), scanned, ...reach };
  }
}

function idsWith(names: Names, text: string | null): number[] {
  if (text === null) return [];
  return [...names.entries()].filter(([name]) => lower(name).includes(text)).map(([, id]) => id);
}
