// Whatever is committed, read, lost on the way, acknowledged, deleted and started again, in any order: a consumer that
// keeps its cursor reads every event in the order of the commit, and is told of each that it can no longer read.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventRecord } from "../../src/engine/record.ts";
import { endpointOf, eventOf } from "../support/engine-fixture.ts";
import { startInlineEngine, type InlineEngine } from "../support/inline-engine.ts";
import { createManualClock } from "../support/manual-clock.ts";
import { openMemoryStore } from "../support/memory-store.ts";

const FEED = endpointOf({ name: "puller", url: "", feed: { tokens: [{ value: "t" }] } });

type Step =
  | { do: "commit"; offsets: number[] }
  | { do: "read"; limit: number; arrives: boolean }
  | { do: "restart" | "prune" | "forget" }
  | { do: "discard"; nth: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  // Times of events, and with them their ids, come in any order.
  fc.record({
    do: fc.constant("commit" as const),
    offsets: fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 4 }),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("read" as const),
      limit: fc.integer({ min: 0, max: 3 }),
      arrives: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constantFrom("restart" as const, "prune" as const, "forget" as const) }),
  fc.record({ do: fc.constant("discard" as const), nth: fc.nat({ max: 5 }) }),
);

test("nothing is lost in silence, and the order is that of the commit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 25 }), async (history) => {
      const store = openMemoryStore();
      const clock = createManualClock();
      let running: InlineEngine = await startInlineEngine({ endpoints: [FEED], store, clock });
      const committed: string[] = [];
      /** Deleted while nobody had read them, and not told yet. */
      const silent = new Set<string>();
      const told = new Set<string>();
      /** Deleted by hand before a place whose loss was told already: that is not told again (docs/pull.md). */
      const before = new Set<string>();
      const seen: string[] = [];
      let cursor: string | undefined;

      async function read(limit: number, arrives: boolean): Promise<boolean> {
        const answer = await running.engine.readFeed({
          endpoint: "puller",
          limit,
          ...(cursor !== undefined && { after: cursor }),
        });
        if (answer.kind === "lost") {
          // Whoever has forgotten its cursor is told again.
          expect(silent.size + told.size, "told of a loss that was none").toBeGreaterThan(0);
          if (!arrives) return false;
          for (const id of silent) told.add(id);
          silent.clear();
          ({ cursor } = answer);
          return false;
        }
        if (answer.kind !== "page") throw new Error(`unexpected: ${answer.kind}`);
        if (!arrives) return false;
        ({ cursor } = answer);
        const ids = answer.items.map(({ json }) => (JSON.parse(json) as { id: string }).id);
        for (const id of ids) if (!seen.includes(id)) seen.push(id);
        return answer.done;
      }

      async function take(step: Step): Promise<void> {
        switch (step.do) {
          case "commit": {
            const events: EventRecord[] = step.offsets.map((by) =>
              eventOf({ at: clock.now() + by }),
            );
            await running.engine.capture(events);
            committed.push(...events.map(({ id }) => id));
            return;
          }
          case "read":
            await read(step.limit, step.arrives);
            return;
          case "restart":
            await running.engine.stop(1000);
            running = await startInlineEngine({ endpoints: [FEED], store, clock });
            return;
          case "prune":
            await store.prune({ olderThan: clock.now() + 1, maxRows: 100, stepRows: 100 });
            return;
          case "forget":
            // A consumer that has lost its cursor goes on with what it has not acknowledged.
            cursor = undefined;
            return;
          case "discard": {
            const waiting = await store.list({
              endpoint: "puller",
              status: ["pending"],
              limit: 99,
            });
            const doomed = waiting.at(-1 - step.nth);
            if (doomed === undefined) return;
            await running.engine.discard([doomed.id]);
            const lastTold = Math.max(-1, ...[...told].map((id) => committed.indexOf(id)));
            const isBefore = committed.indexOf(doomed.eventId) < lastTold;
            (isBefore ? before : silent).add(doomed.eventId);
          }
        }
      }

      for (const step of history) await take(step);
      while (!(await read(2, true)));

      const readable = committed.filter(
        (id) => seen.includes(id) || !(silent.has(id) || told.has(id) || before.has(id)),
      );
      expect(seen).toEqual(readable);
      // What is gone and was never read was told, or had been read before it was deleted.
      expect([...silent].filter((id) => !seen.includes(id))).toEqual([]);
      await running.engine.stop(1000);
    }),
    { numRuns: 150 },
  );
});
