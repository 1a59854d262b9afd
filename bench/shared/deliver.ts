// Captures events and waits for their deliveries by what the engine tells, so that nothing asks the server meanwhile.
import { setTimeout } from "node:timers/promises";
import type { EngineClient } from "../../src/engine/thread/client.ts";
import { eventRecord } from "../load.ts";

const LOOK_MS = 2;

/** At most `window` events are captured ahead of the deliveries; resolves when all are settled as delivered. */
export async function deliverBySignals(
  client: EngineClient,
  count: number,
  window: number,
): Promise<void> {
  let delivered = 0;
  const add = (settled: { delivered: number }): void => {
    delivered += settled.delivered;
  };
  client.signals.on("settled", add);
  for (let captured = 0; delivered < count;) {
    for (; captured < Math.min(count, delivered + window); captured += 1) {
      if (!client.capture(eventRecord(Date.now()))) throw new Error("the queue is full");
    }
    await setTimeout(LOOK_MS);
  }
  client.signals.off("settled", add);
}
