// A disk that fills up and is emptied at any moment, under a real log: every event that was captured is sent in
// the end, and nothing that was settled is sent again.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { openOwned } from "../../src/engine/store/sqlite/file/open.ts";
import { storeOn } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";
import { temporaryLog } from "../support/sqlite-log.ts";

type Step =
  | { kind: "capture"; count: number; bytes: number }
  | { kind: "full" }
  | { kind: "room" }
  | { kind: "wait"; ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("capture" as const),
      count: fc.integer({ min: 1, max: 8 }),
      bytes: fc.integer({ min: 0, max: 30_000 }),
    }),
    fc.constant({ kind: "full" as const }),
    fc.constant({ kind: "room" as const }),
    fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 3000 }) }),
  ),
  { minLength: 3, maxLength: 20 },
);

it("a disk that is full at times delays events and loses none", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const { path, remove } = await temporaryLog();
      const file = openOwned(path, () => undefined);
      const store = storeOn(path, file);
      const pages = (): number =>
        Number(file.db.prepare("PRAGMA page_count").get()?.["page_count"]);
      const limit = (most: number): void => file.db.exec(`PRAGMA max_page_count = ${most}`);
      try {
        const { engine, clock, transport } = await startInlineEngine({
          endpoints: [endpointOf()],
          store,
          script: () => reply(200),
        });
        const ids: string[] = [];
        const acknowledged: Promise<void>[] = [];
        for (const step of sequence) {
          if (step.kind === "full") limit(pages());
          else if (step.kind === "room") limit(1_000_000);
          else if (step.kind === "wait") await clock.advance(step.ms);
          else {
            const json = JSON.stringify({ timestamp: "x", data: "x".repeat(step.bytes) });
            const events = Array.from({ length: step.count }, () => eventOf({ json }));
            ids.push(...events.map(({ id }) => id));
            acknowledged.push(engine.capture(events));
            await clock.settle();
          }
          if ((await engine.health()).storage !== undefined) refused += 1;
        }
        limit(1_000_000);
        await clock.advance(60_000);
        await Promise.all(acknowledged);
        const sent = transport.sent.map(({ request }) => request.headers["webhook-id"] ?? "");
        expect(sent).toHaveLength(ids.length);
        expect(new Set(sent)).toEqual(new Set(ids));
        expect(await store.stats()).toMatchObject({ delivered: ids.length, pending: 0, failed: 0 });
        expect(await engine.health()).not.toHaveProperty("storage");
        const stopped = engine.stop(1000);
        await clock.advance(1000);
        await stopped;
      } finally {
        await remove();
      }
    }),
    { numRuns: 25 },
  );
  // The disk was in fact full now and then.
  expect(refused).toBeGreaterThan(0);
}, 60_000);
