// An engine in its thread in a process of its own, for tests that preload something into it: captures the events that
// it reads from its input, one JSON a line, and ends in order when that ends.
import { createInterface } from "node:readline";
import type { EventRecord } from "../../src/engine/record.ts";
import { createEngineClient } from "../../src/engine/thread/client.ts";
import { settingsOf } from "./engine-fixture.ts";
import { localEndpoint } from "./running-engine.ts";

const [path = "", url = ""] = process.argv.slice(2);
const client = createEngineClient({
  path,
  settings: settingsOf(localEndpoint(url, { retry: { kind: "schedule", delaysMs: [0] } })),
  userAgent: "openclaw-event-webhooks/1.2.3",
});
await client.configured();
for await (const line of createInterface({ input: process.stdin }))
  client.capture(JSON.parse(line) as EventRecord);
await client.stop(5_000);
