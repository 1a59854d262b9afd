// Endpoint names and event types as small integers: indexes stay narrow. Keeps both ways in memory.
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** One table of names. */
export class Names {
  readonly #all: StatementSync;
  readonly #insert: StatementSync;
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  constructor(db: DatabaseSync, table: "endpoints" | "event_types") {
    this.#all = db.prepare(`SELECT id, name FROM ${table}`);
    this.#insert = db.prepare(`INSERT INTO ${table} (name) VALUES (?)`);
    this.reload();
  }

  /** Forgets what a rolled-back transaction invented, or learns what another process added. */
  reload(): void {
    this.#ids.clear();
    this.#names.clear();
    for (const row of this.#all.all()) this.#remember(Number(row["id"]), String(row["name"]));
  }

  /** The id of a name, made when there is none. Writes: only inside a transaction. */
  intern(name: string): number {
    return (
      this.#ids.get(name) ?? this.#remember(Number(this.#insert.run(name).lastInsertRowid), name)
    );
  }

  /** The id of a name that was seen before. */
  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  /** The name behind an id of a row. */
  nameOf(id: number): string {
    const name = this.#names.get(id);
    if (name === undefined) throw new Error(`no name has the id ${id}`);
    return name;
  }

  entries(): IterableIterator<[name: string, id: number]> {
    return this.#ids.entries();
  }

  ids(): number[] {
    return [...this.#names.keys()];
  }

  #remember(id: number, name: string): number {
    this.#ids.set(name, id);
    this.#names.set(id, name);
    return id;
  }
}

/** Both tables of names. */
export class Dictionary {
  readonly endpoints: Names;
  readonly types: Names;

  constructor(db: DatabaseSync) {
    this.endpoints = new Names(db, "endpoints");
    this.types = new Names(db, "event_types");
  }

  reload(): void {
    this.endpoints.reload();
    this.types.reload();
  }
}
