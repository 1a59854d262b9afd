// What the log takes of the disk. Reads only.
import { statSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { LogSpace } from "../../bounds.ts";
import { statusCode } from "../../rows/deliveries.ts";

/** Measures the file that is open. */
export class Space {
  readonly #path: string | null;
  readonly #pages: StatementSync;
  readonly #oldest: StatementSync;

  constructor(db: DatabaseSync) {
    this.#path = db.location();
    this.#pages = db.prepare(
      `SELECT page_count * page_size AS bytes, (page_count - freelist_count) * page_size AS used
       FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
    );
    this.#oldest = db.prepare(
      `SELECT min(updated_at) AS at FROM deliveries INDEXED BY deliveries_settled
       WHERE status = ${statusCode("delivered")} AND due_at IS NULL`,
    );
  }

  read(): LogSpace {
    const row = this.#pages.get();
    const at = this.#oldest.get()?.["at"];
    return {
      bytes: Number(row?.["bytes"]) + this.#walBytes(),
      usedBytes: Number(row?.["used"]),
      ...(typeof at === "number" && { oldestDeliveredAt: at }),
    };
  }

  #walBytes(): number {
    if (this.#path === null) return 0;
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }
}
