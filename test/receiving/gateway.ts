// The sending side: the engine with its own transport, as it runs in the Gateway.
import { onTestFinished } from "vitest";
import type { Endpoint } from "../../src/config/settings.ts";
import { systemClock } from "../../src/engine/clock.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import type { EventRecord } from "../../src/engine/record.ts";
import { endpointOf, settingsOf } from "../support/engine-fixture.ts";
import { openMemoryInbox } from "../support/memory-inbox.ts";
import { openMemoryStore } from "../support/memory-store.ts";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Delivery = Awaited<ReturnType<ReturnType<typeof openMemoryStore>["list"]>>[number];

export interface Sending {
  send: (...events: EventRecord[]) => Promise<void>;
  /** Resolves with all deliveries as soon as there are any and each of them satisfies `is`. */
  until: (is: (delivery: Delivery) => boolean) => Promise<Delivery[]>;
  /** What has become of the endpoint. */
  state: () => Promise<string | undefined>;
}

/** An engine with one endpoint at `url`; ends with the test. */
export async function sendingTo(url: string, endpoint: Partial<Endpoint> = {}): Promise<Sending> {
  const store = openMemoryStore();
  const transport = createTransport();
  const ports = { store, inbox: openMemoryInbox(), transport, clock: systemClock };
  const engine = createEngine({ ...ports, random: () => 0, userAgent: "test/1" });
  onTestFinished(async () => {
    await engine.stop(1000);
    await transport.close();
  });
  await engine.start();
  const common = { secrets: [{ value: SECRET }], allowPrivateNetwork: true };
  await engine.configure(settingsOf(endpointOf({ ...common, ...endpoint, url })));
  return {
    send: (...events) => engine.capture(events),
    state: async () => (await engine.health()).endpoints[0]?.state,
    async until(is) {
      for (;;) {
        const deliveries = await store.list({ limit: 100 });
        if (deliveries.length > 0 && deliveries.every(is)) return deliveries;
        // The pause of a poll, not of a test.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
