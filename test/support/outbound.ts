// Builds endpoints and events for tests of the outbound stage: complete, and only what matters differs.
import type { Endpoint } from "../../src/config/settings.ts";
import type { EventRecord } from "../../src/engine/record.ts";

export function endpointWith(changes: Partial<Endpoint>): Endpoint {
  return {
    name: "main-webhook",
    url: "https://your-server.com/openclaw/events",
    secrets: [],
    events: ["*"],
    filter: {},
    headers: {},
    retry: { kind: "schedule", delaysMs: [5000] },
    timeoutMs: 15_000,
    connectTimeoutMs: 5000,
    concurrency: 32,
    disableAfterMs: 432_000_000,
    ordering: "none",
    payload: "full",
    allowPrivateNetwork: false,
    ...changes,
  };
}

/** An event whose envelope carries `data`; columns are what `columns` says. */
export function eventWith(data: unknown, columns: Partial<EventRecord> = {}): EventRecord {
  const event = { id: "evt_1", type: "error.occurred", at: Date.UTC(2026, 2, 14, 10, 30) };
  const { id, type, at } = { ...event, ...columns };
  const timestamp = new Date(at).toISOString();
  const json = JSON.stringify({ id, type, timestamp, instanceId: "node-1", data });
  return { ...event, json, ...columns };
}
