// A process that captures events and is killed: says which of them were acknowledged, and waits for its end.
import { createEngineClient } from "../../src/engine/thread/client.ts";
import { eventOf, settingsOf } from "./engine-fixture.ts";
import { localEndpoint } from "./running-engine.ts";

const [path = "", url = "", count = "0"] = process.argv.slice(2);
const client = createEngineClient({
  path,
  settings: settingsOf(localEndpoint(url)),
  userAgent: "openclaw-event-webhooks/0.0.0-test",
});
const ids: string[] = [];
for (let made = 0; made < Number(count); made += 1) {
  const event = eventOf();
  ids.push(event.id);
  client.capture(event);
}
if (!(await client.flush(10_000))) throw new Error("the events were not acknowledged in time");
// Listening keeps the process alive.
process.on("message", () => undefined);
process.send?.(ids);
