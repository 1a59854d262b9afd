// Asks the store when each endpoint's earliest delivery is due, once for all who ask in the same turn.
import type { Clock } from "../clock.ts";
import type { Outlet } from "./outlet.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Store } from "../store/store.ts";

export interface DueRefreshPorts {
  store: Store;
  clock: Clock;
  trouble: StorageTrouble;
  outlets: ReadonlyMap<string, Outlet>;
  refreshed: () => void;
}

/** Returns the function that asks. */
export function createDueRefresh(ports: DueRefreshPorts): () => void {
  let running = false;
  let wanted = false;

  async function refresh(): Promise<void> {
    wanted = false;
    try {
      const times = await ports.store.dueTimes();
      for (const [name, at] of times) ports.outlets.get(name)?.refreshed(at);
    } catch (error) {
      ports.trouble.failed(error);
      ports.clock.after(RETRY_MS, ask);
    }
    running = false;
    if (wanted) ask();
    ports.refreshed();
  }

  function ask(): void {
    wanted = true;
    if (running) return;
    running = true;
    ports.clock.soon(() => void refresh());
  }

  return ask;
}

const RETRY_MS = 1000;
