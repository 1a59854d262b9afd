// What could not be told to the database server yet, in order, in a file of this Gateway: fsynced before it counts.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createPrivately } from "../sqlite/file/private-file.ts";
import { asStoreError } from "../sqlite/file/sqlite-failure.ts";
import type { CommitGroup, EndpointState } from "../store.ts";

/** What waits to be told: a commit, or how an endpoint stands. */
export type Entry = { kind: "group"; group: CommitGroup } | { kind: "state"; state: EndpointState };

export interface Journal {
  /** Durable when it returns. Throws StoreError when it cannot be written. */
  append: (entry: Entry) => void;
  /** The oldest. */
  first: () => { number: number; entry: Entry } | undefined;
  /** It was told. */
  drop: (number: number) => void;
  /** Number of the newest that an earlier process left; 0 = none. */
  inherited: number;
  /** Entries that wait. Counts them: for a person who asks. */
  count: () => number;
  /** How endpoints stood when that was last known: for a start while the server is away. Written where it differs. */
  keepStates: (states: readonly EndpointState[]) => void;
  states: () => EndpointState[];
  close: () => void;
}

/** @throws StoreError when the file cannot be opened. */
export function openJournal(path: string): Journal {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    createPrivately(path);
    return journalOn(new DatabaseSync(path));
  } catch (error) {
    throw asStoreError(error, path);
  }
}

function journalOn(db: DatabaseSync): Journal {
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS states (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
  `);
  const append = db.prepare("INSERT INTO entries (json) VALUES (?)");
  const first = db.prepare("SELECT number, json FROM entries ORDER BY number LIMIT 1");
  const drop = db.prepare("DELETE FROM entries WHERE number = ?");
  const keep = db.prepare(
    "INSERT INTO states VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json",
  );
  const states = db.prepare("SELECT json FROM states");
  const count = db.prepare("SELECT count(*) AS count FROM entries");
  const newest = db.prepare("SELECT max(number) AS number FROM entries").get();
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw asStoreError(error, db.location() ?? "the spool");
    }
  };
  let keptStates = String(states.get()?.["json"] ?? "[]");
  return {
    inherited: Number(newest?.["number"] ?? 0),
    append: (entry) => void guarded(() => append.run(JSON.stringify(entry))),
    first() {
      const row = guarded(() => first.get());
      if (row === undefined) return undefined;
      return { number: Number(row["number"]), entry: JSON.parse(String(row["json"])) as Entry };
    },
    drop: (number) => void guarded(() => drop.run(number)),
    count: () => Number(guarded(() => count.get())?.["count"]),
    keepStates(known) {
      const json = JSON.stringify(known);
      if (json === keptStates) return;
      guarded(() => keep.run(json));
      keptStates = json;
    },
    states: () => JSON.parse(keptStates) as EndpointState[],
    close: () => db.close(),
  };
}
