// Two engines that send to one endpoint and share its record: they ask a parked receiver as one would.
import { expect, it } from "vitest";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine, type InlineEngine } from "../support/inline-engine.ts";
import { createManualClock } from "../support/manual-clock.ts";
import { openMemoryStore } from "../support/memory-store.ts";

const MINUTE = 60_000;

it("one of them asks a parked endpoint, and the other one goes on where the first says nothing more", async () => {
  const clock = createManualClock();
  const store = openMemoryStore();
  const looks: (() => void)[] = [];
  const shared = { ...store, watch: (look: () => void) => void looks.push(look) };
  const delaysMs = Array.from({ length: 50 }, () => 1000);
  const endpoints = [endpointOf({ timeoutMs: 5000, retry: { kind: "schedule", delaysMs } })];
  const start = (jitter: number): Promise<InlineEngine> => {
    const script = () => reply(500);
    return startInlineEngine({ endpoints, store: shared, clock, script, random: () => jitter });
  };
  const [one, two] = [await start(0), await start(0.5)] as const;
  /** Both hear of the other once a second. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1000) {
      await clock.advance(1000);
      for (const look of looks) look();
      await clock.settle();
    }
  };
  const probesOf = ({ transport }: InlineEngine): number => transport.sent.length;
  const pauseOf = async (): Promise<number | undefined> =>
    (await store.endpointStates())[0]?.pauses;

  await one.engine.capture(Array.from({ length: 5 }, () => eventOf()));
  await two.engine.capture(Array.from({ length: 5 }, () => eventOf()));
  // Pauses double: from the seventh on they are long enough to be told to others.
  while (((await pauseOf()) ?? 0) < 8) await pass(1000);
  await pass(3000);
  const [ofOne, ofTwo] = [probesOf(one), probesOf(two)];
  expect((await two.engine.health()).endpoints[0]?.state).toBe("parked");
  await pass(10 * MINUTE);
  const asked = probesOf(one) + probesOf(two) - ofOne - ofTwo;
  // The longest pause is five minutes.
  expect(asked).toBeGreaterThan(1);
  expect(asked).toBeLessThanOrEqual(4);
  expect(Math.min(probesOf(one) - ofOne, probesOf(two) - ofTwo)).toBe(0);

  await one.engine.stop(1000);
  looks.shift();
  const before = probesOf(two);
  await pass(6 * MINUTE);
  expect(probesOf(two)).toBeGreaterThan(before);
  await two.engine.stop(1000);
});
