// Whatever happens to an engine, also its death: no delivery is stuck, none is sent by two, and the plan of
// attempts is kept from the first to the last.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { JITTER_SHARE } from "../../src/engine/pace/backoff.ts";
import {
  createScriptedTransport,
  endpointOf,
  eventOf,
  reply,
  settingsOf,
} from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";
import { createManualClock } from "../support/manual-clock.ts";
import { openMemoryInbox } from "../support/memory-inbox.ts";
import { openMemoryStore } from "../support/memory-store.ts";

const HOUR_MS = 3_600_000;
const LONGEST_REST_MS = 10;
const delaysMs = [1000, 4000, 30_000];

type Step =
  | { kind: "capture"; count: number }
  | { kind: "wait"; ms: number }
  | { kind: "answer"; status: number }
  | { kind: "crash" }
  | { kind: "stop" }
  | { kind: "pause" }
  | { kind: "resume" }
  | { kind: "leave" }
  | { kind: "return"; ordering: "none" | "session" }
  | { kind: "jump"; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("capture" as const),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.integer({ min: 1, max: 40_000 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      status: fc.constantFrom(200, 500, 503, 410),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "crash" as const }) },
  fc.constantFrom(
    { kind: "stop" as const },
    { kind: "pause" as const },
    { kind: "resume" as const },
    { kind: "leave" as const },
    { kind: "return" as const, ordering: "none" as const },
    { kind: "return" as const, ordering: "session" as const },
  ),
  fc.record({
    kind: fc.constant("jump" as const),
    ms: fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
  }),
);

describe("whatever happens", () => {
  it("no state is without an exit: once all is well again, every delivery ends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const clock = createManualClock();
        const store = openMemoryStore();
        let ordering: "none" | "session" = "none";
        let captured = 0;
        const attempts = new Map<string, number[]>();

        const settings = (): ReturnType<typeof settingsOf> =>
          settingsOf(endpointOf({ ordering, retry: { kind: "schedule", delaysMs } }));

        /** A new life on the same store; the transport of a dead one answers to nobody. */
        const live = async (): Promise<{
          engine: Engine;
          answerAll: (status: number) => void;
          die: () => void;
        }> => {
          let dead = false;
          const transport = createScriptedTransport(({ headers }) => {
            const id = headers["X-OpenClaw-Delivery"] ?? "";
            attempts.set(id, [...(attempts.get(id) ?? []), Number(headers["X-OpenClaw-Attempt"])]);
            return undefined;
          });
          const lost = new Promise<never>(() => undefined);
          // What a dead process still wanted to write never happens.
          const guarded = new Proxy(store, {
            get: (target, name) => (dead ? () => lost : Reflect.get(target, name)),
          });
          const engine = createEngine({
            store: guarded,
            inbox: openMemoryInbox(),
            transport,
            clock,
            random: () => 0,
            userAgent: "test/1",
          });
          await engine.start();
          await engine.configure(settings());
          return {
            engine,
            answerAll(status) {
              for (const { answer } of transport.sent.splice(0)) answer(reply(status));
            },
            die: () => (dead = true),
          };
        };

        let life = await live();
        for (const each of steps) {
          switch (each.kind) {
            case "capture":
              for (let count = 0; count < each.count; count += 1) {
                captured += 1;
                const event = eventOf({ sessionKey: `s-${captured % 2}` });
                const committed = life.engine.capture([event]);
                // Where the clock was set back by less than the rest between two commits, that rest is waited for.
                await clock.advance(LONGEST_REST_MS);
                await committed;
              }
              break;
            case "wait":
              await clock.advance(each.ms);
              break;
            case "answer":
              life.answerAll(each.status);
              break;
            case "crash":
              life.die();
              life = await live();
              break;
            case "stop": {
              const stopped = life.engine.stop(1000);
              await clock.advance(2000);
              await stopped;
              life = await live();
              break;
            }
            case "pause":
              await life.engine.pause("main", "test");
              break;
            case "resume":
              await life.engine.resume("main");
              break;
            case "leave":
              await life.engine.configure(settingsOf());
              break;
            case "return":
              ({ ordering } = each);
              await life.engine.configure(settings());
              break;
            case "jump":
              clock.jump(each.ms);
          }
          await clock.settle();
        }

        await life.engine.configure(settings());
        await life.engine.resume("main");
        // Everything is answered from here on, every hour of two days.
        for (let hour = 0; hour < 48; hour += 1) {
          for (let turn = 0; turn < 4; turn += 1) {
            life.answerAll(200);
            await clock.advance(1000);
          }
          const { pending, failed } = await store.stats();
          if (pending + failed === 0) break;
          await clock.advance(HOUR_MS);
        }
        const rows = await store.list({ limit: 1000 });
        // While the endpoint was out of the config nobody heard the event.
        expect(rows.length).toBeLessThanOrEqual(captured);
        expect(rows.filter(({ status }) => status !== "delivered" && status !== "dead")).toEqual(
          [],
        );
        for (const { id, attempts: counted } of rows) {
          const numbers = attempts.get(id) ?? [];
          // Attempts rise; one that died in flight is made again under its own number.
          expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
          expect(numbers.at(-1) ?? 0).toBe(counted);
        }
      }),
      {
        numRuns: 60,
        // The clock was set back by a few milliseconds between two commits.
        examples: [
          [
            [
              { kind: "capture", count: 1 },
              { kind: "jump", ms: -9 },
              { kind: "capture", count: 2 },
              { kind: "crash" },
            ],
          ],
        ],
      },
    );
  }, 60_000);
});

describe("the total time of a delivery that never succeeds", () => {
  it("is its schedule's, and the jitter at most, while its endpoint is not parked", async () => {
    // Five failures in a row park an endpoint: from then on its own pauses count, too.
    const schedules = fc.array(fc.integer({ min: 1, max: HOUR_MS }), {
      minLength: 1,
      maxLength: 4,
    });
    const jitters = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(schedules, jitters, async (delays, jitter) => {
        const sentAt: number[] = [];
        const { engine, clock, deliveries } = await startInlineEngine({
          endpoints: [endpointOf({ retry: { kind: "schedule", delaysMs: delays } })],
          script: () => {
            sentAt.push(clock.now());
            return reply(500);
          },
          random: () => jitter,
        });
        await engine.capture([eventOf()]);
        const longest = delays.reduce((sum, ms) => sum + ms * (1 + JITTER_SHARE) + 1, 0);
        const shortest = delays.reduce((sum, ms) => sum + ms, 0);
        // Each attempt is on disk after the pause of a commit, and only then does the next one count down.
        for (let attempt = 0; attempt <= delays.length; attempt += 1) {
          const pause = Math.ceil((delays[attempt] ?? 0) * (1 + JITTER_SHARE));
          await clock.advance(pause + 1000);
        }
        expect((await deliveries())[0]?.status).toBe("dead");
        expect(sentAt).toHaveLength(delays.length + 1);
        const total = (sentAt.at(-1) ?? 0) - (sentAt[0] ?? 0);
        expect(total).toBeGreaterThanOrEqual(shortest);
        const COMMIT_MS = 50;
        expect(total).toBeLessThanOrEqual(longest + COMMIT_MS * delays.length);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
