// Keeps the log within its bounds, in short steps so that a long clean-up delays no delivery.
import type { LogSettings } from "../config/settings.ts";
import type { Clock } from "./clock.ts";
import type { StorageTrouble } from "./storage-trouble.ts";
import type { Store } from "./store/store.ts";

export interface JanitorPorts {
  store: Store;
  clock: Clock;
  trouble: StorageTrouble;
  log: () => LogSettings;
}

export interface Janitor {
  start: () => void;
  stop: () => void;
}

const EVERY_MS = 60_000;
const BETWEEN_STEPS_MS = 20;
const STEP_ROWS = 500;

export function createJanitor(ports: JanitorPorts): Janitor {
  let stopped = false;
  let cancel: (() => void) | undefined;

  function later(delayMs: number): void {
    if (!stopped) cancel = ports.clock.after(delayMs, () => void step());
  }

  async function step(): Promise<void> {
    const { maxAgeMs, maxRows } = ports.log();
    let done = true;
    try {
      const olderThan = ports.clock.now() - maxAgeMs;
      ({ done } = await ports.store.prune({ olderThan, maxRows, stepRows: STEP_ROWS }));
    } catch (error) {
      ports.trouble.failed(error);
    }
    later(done ? EVERY_MS : BETWEEN_STEPS_MS);
  }

  return {
    start: () => later(EVERY_MS),
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
