// The engine as the Gateway runs it: client here, engine in its worker thread, SQLite in a directory of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoint, Settings } from "../../src/config/settings.ts";
import { createEngineClient } from "../../src/engine/thread/client.ts";
import type { EngineClient } from "../../src/engine/thread/client.ts";
import { endpointOf, settingsOf } from "./engine-fixture.ts";

export interface RunningEngine {
  client: EngineClient;
  /** The database, for a second engine after this one has stopped. */
  path: string;
  notices: string[];
  /** Resolves when `holds` is true of the store's counts; asked again after each commit. */
  until: (holds: (stats: Stats) => boolean) => Promise<void>;
}

type Stats = Awaited<ReturnType<EngineClient["call"]>> & {
  pending: number;
  failed: number;
  delivered: number;
  dead: number;
};

/** Directories and engines of one test file; `clean` ends and removes them. */
export function createEngineRoom(): {
  start: (endpoints: Endpoint[], options?: StartOptions) => RunningEngine;
  clean: () => Promise<void>;
} {
  const clients: EngineClient[] = [];
  const directories: string[] = [];
  return {
    start(endpoints, { path, settings, workerUrl, logWorkerUrl } = {}) {
      const directory = mkdtempSync(join(tmpdir(), "event-webhooks-test-"));
      directories.push(directory);
      const file = path ?? join(directory, "deliveries.sqlite");
      const client = createEngineClient({
        path: file,
        settings: { ...settingsOf(...endpoints), ...settings },
        userAgent: "openclaw-event-webhooks/0.0.0-test",
        ...(workerUrl && { workerUrl }),
        ...(logWorkerUrl && { logWorkerUrl }),
      });
      clients.push(client);
      const notices: string[] = [];
      client.signals.on("notice", ({ message }) => notices.push(message));
      return { client, path: file, notices, until: (holds) => until(client, holds) };
    },
    async clean() {
      await Promise.all(clients.splice(0).map((client) => client.stop(1000)));
      for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
    },
  };
}

export interface StartOptions {
  path?: string;
  settings?: Partial<Settings>;
  /** Another thread than the real one. */
  workerUrl?: URL;
  /** The same of the thread that owns the file. */
  logWorkerUrl?: URL;
}

/** An endpoint on loopback with short pauses. */
export function localEndpoint(url: string, overrides: Partial<Endpoint> = {}): Endpoint {
  return endpointOf({
    url,
    allowPrivateNetwork: true,
    retry: { kind: "schedule", delaysMs: [50, 50, 50, 50] },
    timeoutMs: 5000,
    ...overrides,
  });
}

async function until(client: EngineClient, holds: (stats: Stats) => boolean): Promise<void> {
  for (;;) {
    const changed = new Promise<void>((resolve) => client.signals.once("settled", () => resolve()));
    if (holds(await client.call("stats", []))) return;
    await changed;
  }
}
