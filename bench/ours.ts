// The engine as the Gateway runs it: client on this thread, engine in its worker, everything durable.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createEngineClient } from "../src/engine/client.ts";
import type { EngineClient } from "../src/engine/client.ts";
import { eventRecord, settingsFor, USER_AGENT } from "./load.ts";

/** Starts an engine on a new database, gives it to `use`, and removes all of it. */
export async function withEngine<Result>(
  port: number,
  use: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-"));
  const client = createEngineClient({
    path: join(directory, "deliveries.sqlite"),
    settings: settingsFor(port),
    userAgent: USER_AGENT,
  });
  client.signals.on("notice", ({ message }) => console.error(message));
  try {
    await client.flush(1);
    await client.call("stats", []);
    return await use(client);
  } finally {
    await client.stop(5000);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Deliveries per second from the first capture until all are settled on disk. */
export function measureOurs(port: number, count: number): Promise<number> {
  return withEngine(port, async (client) => {
    const started = performance.now();
    for (let sent = 0; sent < count; sent += 1) client.capture(eventRecord(Date.now()));
    await delivered(client, count);
    return (count * 1000) / (performance.now() - started);
  });
}

const POLL_MS = 10;

/** Resolves when the store counts so many delivered deliveries. */
export async function delivered(client: EngineClient, count: number): Promise<void> {
  while ((await client.call("stats", [])).delivered < count) await setTimeout(POLL_MS);
}
