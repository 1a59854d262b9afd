// The engine as the Gateway's thread sees it: captures cost it almost nothing, nothing is forgotten while the
// engine's thread restarts. Touches neither disk nor network.
import type { Settings } from "../../config/settings.ts";
import { readHealth } from "./client-health.ts";
import type { ClientHealth } from "./client-health.ts";
import { systemClock } from "../clock.ts";
import type { Clock } from "../clock.ts";
import { endsWithin } from "../deadline.ts";
import type { EndpointReport } from "../dispatch/endpoint-desk.ts";
import type { FromThread } from "./messages.ts";
import type { EventRecord } from "../record.ts";
import { emitSignal } from "./signal-wire.ts";
import { createSignals } from "../signals.ts";
import type { Notice, Signals } from "../signals.ts";
import { createThreadLink } from "./thread-link.ts";
import type { CallEngine } from "./thread-link.ts";
import { createUnacknowledged } from "./unacknowledged.ts";
import type { QueueBounds } from "./unacknowledged.ts";

export interface EngineClientOptions {
  /** The database file. */
  path: string;
  settings: Settings;
  /** `openclaw-event-webhooks/<version>` */
  userAgent: string;
  /** Where the Gateway listens: never a target. */
  ownListeners?: readonly { address: string; port: number }[];
  /** Default: `thread` beside this file. */
  workerUrl?: URL;
  /** Of the thread that owns the file. Default: `log-thread` beside its client. */
  logWorkerUrl?: URL;
  clock?: Clock;
}

export interface EngineClient {
  signals: Signals;
  /** Never throws and never waits. False: refused, the queue is full. */
  capture: (record: EventRecord) => boolean;
  /** Also what the engine is given after a restart. */
  configure: (settings: Settings) => Promise<EndpointReport[]>;
  /** How the endpoints of the last `configure` stand, also that of the options. */
  configured: () => Promise<EndpointReport[]>;
  /** Everything else the engine can be asked. Rejects with an EngineCallError. */
  call: CallEngine;
  health: () => Promise<ClientHealth>;
  /** True when all that was captured is durable, false when that took longer than `timeoutMs`. */
  flush: (timeoutMs: number) => Promise<boolean>;
  /** Flushes, lets attempts in flight end, and ends the thread, all within `timeoutMs`. */
  stop: (timeoutMs: number) => Promise<void>;
}

const CONFIGURE_TIMEOUT_MS = 60_000;
/** Most of the stop budget that waits for the last events, also while the thread restarts. */
const FLUSH_SHARE = 0.5;
/** Share of the rest that the engine may use; what is left is for the message there and back. */
const STOP_SHARE = 0.8;

/** Starts the engine's thread at once. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const { clock = systemClock } = options;
  const signals = createSignals();
  const queue = createUnacknowledged(boundsOf(options.settings), {
    onFull: (message) => notify("error", message),
    onRoom: (message) => notify("warn", message),
  });
  let settings = options.settings;
  let open = false;
  let flushing = false;
  let stopping = false;
  let downReason: string | undefined;
  let configured: Promise<EndpointReport[]> = Promise.resolve([]);

  const link = createThreadLink({
    workerUrl: options.workerUrl ?? defaultWorkerUrl(),
    data: {
      path: options.path,
      userAgent: options.userAgent,
      ...(options.settings.store && {
        shared: { settings: options.settings.store, instance: options.settings.instanceId },
      }),
      ownListeners: options.ownListeners ?? [],
      ...(options.logWorkerUrl && { logWorkerUrl: options.logWorkerUrl.href }),
    },
    clock,
    onUp: () => void introduce(),
    onMessage: receive,
    onDown: closeBecause,
  });

  // Said once: it is started again and again, and mostly goes on failing for the same reason.
  function closeBecause(reason: string): void {
    open = false;
    if (reason === downReason) return;
    downReason = reason;
    signals.emit(
      "storage",
      `the delivery engine does not run and is started again: ${reason}; meanwhile events wait in memory`,
    );
  }

  function notify(level: Notice["level"], message: string): void {
    signals.emit("notice", { level, message });
  }

  // Events wait until the engine knows who hears them.
  async function introduce(): Promise<void> {
    configured = link.call("configure", [settings], CONFIGURE_TIMEOUT_MS);
    try {
      await configured;
    } catch (error) {
      if (downReason === undefined) closeBecause(messageOf(error));
      link.restart();
      return;
    }
    open = true;
    if (downReason !== undefined) signals.emit("storage", undefined);
    downReason = undefined;
    for (const { number, records } of queue.posted()) {
      link.post({ kind: "capture", batch: number, records, again: true });
    }
    postSoon();
  }

  // One message per turn, so that a burst does not hold up the Gateway's other work.
  function postSoon(): void {
    if (flushing || !open) return;
    flushing = true;
    clock.soon(() => {
      flushing = false;
      if (open && postNext()) postSoon();
    });
  }

  function postNext(): boolean {
    const batch = queue.nextBatch();
    if (!batch) return false;
    link.post({ kind: "capture", batch: batch.number, records: batch.records, again: false });
    return true;
  }

  function receive(message: FromThread): void {
    if (message.kind === "committed") queue.committed(message.batch);
    else emitSignal(signals, message);
  }

  link.start();

  return {
    signals,
    capture(record) {
      const taken = queue.add(record);
      postSoon();
      return taken;
    },
    configure(next) {
      settings = next;
      queue.setBounds(boundsOf(next));
      configured = link.call("configure", [next], CONFIGURE_TIMEOUT_MS);
      return configured;
    },
    configured: () => configured,
    call: link.call,
    health: () => readHealth(link, queue, downReason),
    flush: (timeoutMs) => link.holdFor(endsWithin(clock, queue.empty(), timeoutMs)),
    async stop(timeoutMs) {
      if (stopping) return;
      stopping = true;
      const startedAt = clock.now();
      await link.holdFor(endsWithin(clock, queue.empty(), timeoutMs * FLUSH_SHARE));
      const leftMs = timeoutMs - (clock.now() - startedAt);
      try {
        await link.call("stop", [leftMs * STOP_SHARE], leftMs);
      } catch (error) {
        notify("warn", `the delivery engine did not stop in order: ${messageOf(error)}`);
      }
      if (queue.events() > 0) {
        notify("error", `${queue.events()} events were not durable when the engine ended`);
      }
      await link.end();
    },
  };
}

// The sources run as they stand in development; the build turns this file and the thread into .js.
function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./thread.${extension}`, import.meta.url);
}

function boundsOf({ limits }: Settings): QueueBounds {
  return { maxEvents: limits.maxQueuedEvents, maxBytes: limits.maxQueuedBytes };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
