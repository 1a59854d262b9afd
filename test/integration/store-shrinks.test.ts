import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../src/engine/store/sqlite-store.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import { arrivals, noon } from "../support/store-samples.ts";

it("a log that was pruned gives its room back to the disk, a little with each step", async () => {
  const { path, remove } = await temporaryLog();
  const store = openSqliteStore({ path, onNotice: () => undefined });
  const db = new DatabaseSync(path, { readOnly: true });
  const pagesNow = (): number => Number(db.prepare("PRAGMA page_count").get()?.["page_count"]);
  try {
    const group = arrivals(Array.from({ length: 5000 }, (_, index) => index + 1));
    await store.commit(group);
    const settlements = group.deliveries.map(({ id }) => ({
      deliveryId: id,
      status: "delivered" as const,
    }));
    await store.commit({ now: noon, events: [], deliveries: [], settlements });
    const full = pagesNow();
    const sizes = new Set<number>();
    const step = async (): Promise<boolean> => {
      const { done } = await store.prune({ olderThan: noon + 1, maxRows: 0, stepRows: 100 });
      sizes.add(pagesNow());
      return done;
    };
    for (let steps = 0; steps < 500 && !((await step()) && pagesNow() <= full / 2);) steps += 1;
    expect(pagesNow()).toBeLessThanOrEqual(full / 2);
    expect(sizes.size).toBeGreaterThan(2);
    expect((await store.stats()).events).toBe(0);
  } finally {
    db.close();
    await store.close();
    await remove();
  }
});
