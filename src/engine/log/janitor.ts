// Keeps the log within its bounds, in short steps so that a long clean-up delays no delivery.
import type { LogSettings } from "../../config/settings.ts";
import type { Clock } from "../clock.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Signals } from "../signals.ts";
import type { Store } from "../store/store.ts";
import { createRoom, fileShare } from "./room.ts";

export interface JanitorPorts {
  store: Pick<Store, "caughtUp" | "prune" | "ageFigures" | "space" | "stats">;
  inbox: Pick<Inbox, "pruneRequests" | "oldestEnded">;
  signals: Pick<Signals, "emit">;
  clock: Clock;
  trouble: StorageTrouble;
  /** Gives up what nobody reads; `cramped` of it where there is no room, and nothing else that may go. */
  tidy?: (log: LogSettings, cramped: number) => Promise<number>;
  log: () => LogSettings;
}

export interface Janitor {
  start: () => void;
  stop: () => void;
}

const EVERY_MS = 60_000;
const BETWEEN_STEPS_MS = 20;
/** Rows in a step: few enough that the engine's loop is held for milliseconds (`bench/log.ts`). */
export const PRUNE_STEP_ROWS = 100;

/** Until settings are there. */
export const DEFAULT_LOG: LogSettings = {
  maxAgeMs: 30 * 86_400_000,
  maxRows: 500_000,
  responseBytes: 2048,
  maxBytes: 2_147_483_648,
  maxRejectedBytes: 16_777_216,
  keepRejectedBodies: false,
};

export function createJanitor(ports: JanitorPorts): Janitor {
  let stopped = false;
  let cancel: (() => void) | undefined;
  const room = createRoom(ports);

  function later(delayMs: number): void {
    if (!stopped) cancel = ports.clock.after(delayMs, () => void step());
  }

  async function step(): Promise<void> {
    let done = true;
    try {
      done = await prune();
    } catch (error) {
      ports.trouble.failed(error);
    }
    later(done ? EVERY_MS : BETWEEN_STEPS_MS);
  }

  /** One step in each record; false when more is left. */
  async function prune(): Promise<boolean> {
    const { maxAgeMs, maxRows, maxBytes, maxRejectedBytes } = ports.log();
    const now = ports.clock.now();
    const bounds = { olderThan: now - maxAgeMs, maxRows, stepRows: PRUNE_STEP_ROWS };
    const maxFileBytes = fileShare(maxBytes);
    const extra = await room.extra(maxBytes, PRUNE_STEP_ROWS);
    const steps = [
      () => ports.store.prune({ ...bounds, maxFileBytes, extraRows: extra.deliveries }),
      () =>
        ports.inbox.pruneRequests({
          ...bounds,
          now,
          maxRejectedBytes,
          extraRows: extra.requests,
        }),
      async () => ({
        deleted: 0,
        ...(await ports.store.ageFigures({ now, stepRows: PRUNE_STEP_ROWS })),
      }),
    ];
    let allDone = true;
    let allDeleted = 0;
    for (const work of steps) {
      // What one of them commits may start a checkpoint, which the next one must not follow.
      await ports.store.caughtUp();
      if (stopped) return true;
      const { done, deleted } = await work();
      allDone &&= done;
      allDeleted += deleted;
    }
    const wanted = extra.deliveries + extra.requests;
    const wasCramped = wanted > 0;
    await ports.store.caughtUp();
    if (stopped) return true;
    // What is given up is deleted by the next step.
    allDeleted += (await ports.tidy?.(ports.log(), allDeleted === 0 ? wanted : 0)) ?? 0;
    room.freed(allDeleted, maxBytes);
    return allDone && !(wasCramped && allDeleted > 0);
  }

  return {
    start: () => later(EVERY_MS),
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
