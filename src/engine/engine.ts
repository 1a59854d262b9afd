// The delivery engine: what is captured is durable, then sent until it arrives or is given up.
// Knows nothing of OpenClaw and of threads; runs inline in tests and in a worker in the Gateway.
import type { LogSettings, Settings } from "../config/settings.ts";
import { tryDelivery } from "./attempt/attempt.ts";
import type { Clock } from "./clock.ts";
import { endsWithin } from "./deadline.ts";
import { createDispatcher } from "./dispatch/dispatcher.ts";
import { createEndpointDesk } from "./dispatch/endpoint-desk.ts";
import type { EndpointHealth, EndpointReport } from "./dispatch/endpoint-desk.ts";
import { createExplain, type Explain } from "./log/explain.ts";
import { createIdSource } from "./ids.ts";
import type { Inbox } from "./inbox/inbox.ts";
import { createReception } from "./inbox/reception.ts";
import { createJanitor } from "./log/janitor.ts";
import type { Transport } from "./attempt/outgoing.ts";
import type { FindReach } from "./guard/reach.ts";
import type { Delivery, EventRecord } from "./record.ts";
import { createSignals } from "./signals.ts";
import type { Signals } from "./signals.ts";
import { createStorageTrouble } from "./commit/storage-trouble.ts";
import type { ListFilter, Store, StoreStats } from "./store/store.ts";
import { testEvent } from "./attempt/test-event.ts";

export interface EngineHealth {
  /** Why nothing can be written at the moment; absent = storage works. */
  storage?: string;
  /** Events that are in memory only. */
  waitingEvents: number;
  endpoints: EndpointHealth[];
}

/**
 * What a host asks of the engine, in this thread or in another one. Inbound requests are the host's to run:
 * a new process calls `releaseRuns` before it claims, an engine that starts again beside its runs does not.
 */
export interface EngineCalls extends Omit<Inbox, "pruneRequests"> {
  /** Takes the place of all earlier settings. An endpoint that cannot work is held, the others run. */
  configure: (settings: Settings) => Promise<EndpointReport[]>;
  /**
   * Resolves when the events are durable. `again`: they were captured before and never acknowledged;
   * whatever of them is known causes nothing new.
   */
  capture: (events: readonly EventRecord[], again?: boolean) => Promise<void>;
  /**
   * Stores an event for one endpoint, whatever it listens to; without `event`, a sample.
   * Undefined when no such endpoint is configured.
   */
  sendTest: (endpoint: string, event?: EventRecord) => Promise<{ deliveryId: string } | undefined>;
  /** Makes deliveries due now, attempts kept. Returns how many. */
  retry: (deliveryIds: readonly string[]) => Promise<number>;
  /** Deletes settled deliveries from the log. Returns how many. */
  remove: Store["remove"];
  /** Deletes deliveries that are still to be sent, but none that is on its way. Returns how many. */
  discard: (deliveryIds: readonly string[]) => Promise<number>;
  list: (filter: ListFilter) => Promise<Delivery[]>;
  show: Store["show"];
  stats: () => Promise<StoreStats>;
  backlog: Store["backlog"];
  explain: Explain;
  /** Sends nothing to this endpoint, across restarts, until `resume`. False: no such endpoint. */
  pause: (endpoint: string, reason: string) => Promise<boolean>;
  resume: (endpoint: string) => Promise<boolean>;
  health: () => Promise<EngineHealth>;
  /** Resolves when all that was captured before is durable. */
  flush: () => Promise<void>;
  /**
   * Ends within `deadlineMs`: attempts in flight may end, the rest is given back and sent after the
   * next start.
   */
  stop: (deadlineMs: number) => Promise<void>;
}

export interface Engine extends EngineCalls {
  signals: Signals;
  /** Takes over what an earlier run left behind and begins to send. */
  start: () => Promise<void>;
}

export interface EnginePorts {
  store: Store;
  /** Closed with the store. */
  inbox: Inbox;
  transport: Transport;
  /** Absent: an explanation does not look up addresses. */
  reach?: FindReach;
  clock: Clock;
  /** Numbers in [0, 1), for jitter. */
  random: () => number;
  /** `openclaw-event-webhooks/<version>` */
  userAgent: string;
}

/** Share of the stop budget that is kept for giving back and for the last commit. */
const FINAL_SHARE = 0.25;
const DEFAULT_LOG: LogSettings = {
  maxAgeMs: 30 * 86_400_000,
  maxRows: 500_000,
  responseBytes: 2048,
};

export function createEngine(ports: EnginePorts): Engine {
  const { store, inbox, transport, clock, random } = ports;
  const signals = createSignals();
  const trouble = createStorageTrouble(signals);
  const aborter = new AbortController();
  const ids = createIdSource();
  let log = DEFAULT_LOG;
  let instanceId = "";

  const attemptPorts = {
    transport,
    clock,
    random,
    userAgent: ports.userAgent,
    responseBytes: () => log.responseBytes,
    signal: aborter.signal,
  };
  const dispatcher = createDispatcher({
    store,
    clock,
    signals,
    trouble,
    attempt: (prepared, claim) => tryDelivery(attemptPorts, prepared, claim),
    onEffect: (outlet) => desk.changed(outlet),
  });
  const desk = createEndpointDesk({ store, clock, random, signals, trouble, dispatcher });
  const { outlets } = dispatcher;
  const explain = createExplain({
    store,
    endpoints: desk.known,
    reach: ports.reach,
  });
  const reception = createReception({ inbox, clock, trouble });
  const janitor = createJanitor({ store, inbox, clock, trouble, log: () => log });

  async function stop(deadlineMs: number): Promise<void> {
    janitor.stop();
    const idle = dispatcher.quiesce();
    if (!(await endsWithin(clock, idle, deadlineMs * (1 - FINAL_SHARE)))) aborter.abort();
    const settled = Promise.all([idle.then(() => dispatcher.drained()), reception.drained()]);
    await endsWithin(clock, settled, deadlineMs * FINAL_SHARE);
    dispatcher.abandon();
    await Promise.all([transport.close(), store.close()]);
  }

  return {
    ...inbox,
    accept: reception.accept,
    signals,
    async configure(settings) {
      ({ log, instanceId } = settings);
      return desk.configure(settings.endpoints);
    },
    async start() {
      await store.releaseLeases(clock.now());
      dispatcher.start();
      janitor.start();
    },
    async capture(events, again = false) {
      await dispatcher.capture(events, { again });
    },
    async sendTest(endpoint, event) {
      const outlet = outlets.get(endpoint);
      if (!outlet) return undefined;
      const sample = event ?? testEvent(ids, clock.now(), instanceId);
      const [plan] = await dispatcher.capture([sample], { only: outlet });
      return plan && { deliveryId: plan.id };
    },
    async retry(deliveryIds) {
      const count = await store.retry(deliveryIds, clock.now());
      dispatcher.wake();
      return count;
    },
    remove: (deliveryIds) => store.remove(deliveryIds),
    discard: (deliveryIds) => store.discard(deliveryIds, clock.now()),
    list: (filter) => store.list(filter),
    show: (deliveryId) => store.show(deliveryId),
    stats: () => store.stats(),
    backlog: (except) => store.backlog(except),
    explain,
    pause: desk.pause,
    resume: desk.resume,
    async health() {
      const message = trouble.message();
      const health: EngineHealth = {
        waitingEvents: dispatcher.waitingEvents(),
        endpoints: desk.health(),
      };
      if (message !== undefined) health.storage = message;
      return health;
    },
    flush: () => dispatcher.drained(),
    stop,
  };
}
