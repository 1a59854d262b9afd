// A large log is copied a part at a time: what that takes of memory does not grow with the log.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { postgresIsThere } from "../support/postgres-log.ts";
import { sharedSchema } from "../support/shared-schema.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { arrivals, delivered } from "../support/store-samples.ts";

const run = promisify(execFile);
const copier = join(import.meta.dirname, "../support/log-copier.ts");
const GROUP = 500;
/** All of the larger log would not fit. */
const SMALL_HEAP = ["--max-old-space-size=40", "--max-semi-space-size=4"];

/** Copies a log of so many deliveries, half of them waiting. Returns the most memory of that process, MB. */
async function peakOf(rows: number): Promise<number> {
  const shared = sharedSchema();
  const { path, remove } = await temporaryLog();
  const store = openSqliteStore({ path, onNotice: () => undefined });
  for (let first = 0; first < rows; first += GROUP) {
    const numbers = Array.from({ length: GROUP }, (_, index) => first + index);
    const settlements = numbers
      .filter((number) => number % 2 === 0)
      .map((number) => delivered(number));
    const group = arrivals(numbers);
    const json = JSON.stringify({ text: "The deployment has finished. ".repeat(30) });
    const events = group.events.map((event) => ({ ...event, json }));
    await store.commit({ ...group, events, settlements });
  }
  await store.close();
  const { stdout } = await run(process.execPath, [...SMALL_HEAP, copier, path, shared.schema]);
  const stats = await shared.open("node-1").stats();
  expect(stats).toMatchObject({ events: rows, delivered: rows / 2, pending: rows / 2 });
  await shared.drop();
  await remove();
  return Number(stdout);
}

it.skipIf(!(await postgresIsThere()))(
  "100,000 deliveries take as little as 1,000",
  async () => {
    const few = await peakOf(1000);
    const many = await peakOf(100_000);
    expect(many - few).toBeLessThan(80);
  },
  240_000,
);
