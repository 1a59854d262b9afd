// The power goes while the log is written: what stands in the file ends anywhere, or ends in rubbish. What was
// acknowledged before is there, what comes after is there in the order of the commits or not at all.
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOwned } from "../../src/engine/store/sqlite/file/open.ts";
import { openSqliteStore, storeOn } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { arrivals, delivered, noon, sampleEvent } from "../support/store-samples.ts";

const COMMITS = 40;
const CHECKPOINT_AFTER = 10;
const PER_COMMIT = 3;

describe("a log whose last writes were cut off", () => {
  let directory: string;
  let remove: () => Promise<void>;
  let path: string;
  let wal: Buffer;
  /** Length of the write-ahead log when commit number n was acknowledged. */
  const lengths: number[] = [];
  let copies = 0;

  beforeAll(async () => {
    const log = await temporaryLog();
    ({ path, remove } = log);
    directory = dirname(path);
    const file = openOwned(path, () => undefined);
    const store = storeOn(path, file);
    for (let commit = 0; commit < COMMITS; commit += 1) {
      const numbers = Array.from({ length: PER_COMMIT }, (_, i) => commit * PER_COMMIT + i + 1);
      // Some do not fit in one page.
      const json = JSON.stringify("x".repeat((commit % 5) * 9000));
      const settlements = commit === 0 ? [] : [delivered((commit - 1) * PER_COMMIT + 1)];
      await store.commit({
        ...arrivals(numbers, { leaseUntil: noon + 60_000 }),
        events: numbers.map((number) => sampleEvent(number, { json })),
        settlements,
      });
      if (commit + 1 === CHECKPOINT_AFTER) file.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      lengths.push(statSync(`${path}-wal`).size);
    }
    copyFileSync(path, `${path}.kept`);
    wal = readFileSync(`${path}-wal`);
    await store.close();
  });
  afterAll(() => remove());

  test("opens, and holds the commits up to one that is not before the last that was acknowledged", async () => {
    // The checkpoint emptied the write-ahead log: those before it are in the database itself.
    expect(lengths[CHECKPOINT_AFTER - 1]).toBe(0);
    expect(lengths.at(-1)).toBe(wal.length);
    const cuts = fc.record({
      at: fc.nat({ max: wal.length }),
      rubbish: fc.uint8Array({ maxLength: 40_000, minLength: 0 }),
    });
    await fc.assert(
      fc.asyncProperty(cuts, async ({ at, rubbish }) => {
        copies += 1;
        const copy = join(directory, `copy-${copies}`, "log.sqlite");
        mkdirSync(dirname(copy));
        copyFileSync(`${path}.kept`, copy);
        writeFileSync(`${copy}-wal`, Buffer.concat([wal.subarray(0, at), rubbish]));
        const notices: string[] = [];
        const store = openSqliteStore({ path: copy, onNotice: (text) => notices.push(text) });
        const { events, pending, delivered: settled } = await store.stats();
        const held = events / PER_COMMIT;
        const acknowledged =
          CHECKPOINT_AFTER +
          lengths.slice(CHECKPOINT_AFTER).filter((length) => length <= at).length;
        expect(notices).toEqual([]);
        expect(held).toBe(acknowledged);
        expect(settled).toBe(held - 1);
        expect(await store.releaseLeases(noon)).toBe(pending);
        // It takes new ones, and keeps them.
        await store.commit(arrivals([9001]));
        await store.close();
        const again = openSqliteStore({ path: copy, onNotice: (text) => notices.push(text) });
        expect(await again.stats()).toMatchObject({ events: events + 1, delivered: settled });
        await again.close();
      }),
      {
        numRuns: 40,
        examples: [
          [{ at: 0, rubbish: new Uint8Array() }],
          [{ at: wal.length, rubbish: new Uint8Array(9) }],
        ],
      },
    );
  });
});
