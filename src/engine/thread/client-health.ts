// How the engine stands, seen from the Gateway's thread: also when the engine's own thread says nothing.
import type { EngineHealth } from "../calls.ts";
import type { ThreadLink } from "./thread-link.ts";
import type { Unacknowledged } from "./unacknowledged.ts";

export interface ClientHealth {
  /** Why the engine does not run; absent = it does. */
  down?: string;
  restarts: number;
  /** Events and bytes that are not durable yet. */
  queuedEvents: number;
  queuedBytes: number;
  /** Events that were refused because the queue was full. */
  lost: number;
  /** Absent while the engine does not answer. */
  engine?: EngineHealth;
}

const TIMEOUT_MS = 2000;

/** Never rejects. */
export async function readHealth(
  link: ThreadLink,
  queue: Unacknowledged,
  down: string | undefined,
): Promise<ClientHealth> {
  const engine = await link.call("health", [], TIMEOUT_MS).catch(() => undefined);
  const health: ClientHealth = {
    restarts: link.restarts(),
    queuedEvents: queue.events(),
    queuedBytes: queue.bytes(),
    lost: queue.lost(),
  };
  if (down !== undefined) health.down = down;
  if (engine) health.engine = engine;
  return health;
}
