// A process with an engine on the shared log, as a Gateway has it: captures what it is told to, says what was
// acknowledged, and waits for its end.
import { createEngineClient } from "../../src/engine/thread/client.ts";
import { eventOf, settingsOf } from "./engine-fixture.ts";
import { localEndpoint } from "./running-engine.ts";

export interface Order {
  path: string;
  url: string;
  /** Of the receiver. */
  target: string;
  schema: string;
  instance: string;
}

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const client = createEngineClient({
  path: order.path,
  settings: {
    ...settingsOf(localEndpoint(order.target)),
    instanceId: order.instance,
    store: { url: order.url, schema: order.schema },
  },
  userAgent: "openclaw-event-webhooks/0.0.0-test",
});
await client.configured();
process.send?.({ ready: true });
process.on("message", (count: number) => {
  for (let made = 0; made < count; made += 1) {
    const event = eventOf({ at: Date.now() });
    client.capture(event);
    void client.flush(60_000).then((done) => {
      if (done) process.send?.({ acknowledged: event.id });
    });
  }
});
