// The delivery engine: what is captured is durable, then sent until it arrives or is given up.
// Knows nothing of OpenClaw and of threads; runs inline in tests and in a worker in the Gateway.
import { tryAddressed } from "./attempt/reply-delivery.ts";
import type { EngineCalls } from "./calls.ts";
import type { EnginePorts } from "./engine-ports.ts";
import { endsWithin } from "./deadline.ts";
import type { Outlet } from "./dispatch/outlet.ts";
import { createDispatcher } from "./dispatch/dispatcher.ts";
import { createEndpointDesk } from "./dispatch/endpoint-desk.ts";
import { createReplay } from "./dispatch/replay.ts";
import { createFeeds } from "./feed/feeds.ts";
import { createLogAnswers } from "./log/answers.ts";
import { createIdSource } from "./ids.ts";
import { createSenderKeys } from "./keys/sender-keys.ts";
import { createBroughtSecrets, secretsInMemory } from "./inbox/brought.ts";
import { createReception } from "./inbox/reception.ts";
import { createSeal, newSealKey } from "./inbox/seal.ts";
import { createJanitor, DEFAULT_LOG } from "./log/janitor.ts";
import { standingOf } from "./log/standing.ts";
import { createLeftOut } from "./operational/left-out.ts";
import type { Delivery } from "./record.ts";
import { createReporter } from "./operational/reporter.ts";
import { createSignals } from "./signals.ts";
import type { Signals } from "./signals.ts";
import { createStorageTrouble } from "./commit/storage-trouble.ts";
import type { Settlement } from "./store/store.ts";
import type { Settings } from "../config/settings.ts";
import { testEvent } from "./attempt/test-event.ts";

export interface Engine extends EngineCalls {
  signals: Signals;
  /** Takes over what an earlier run left behind and begins to send. */
  start: () => Promise<void>;
}

/** Share of the stop budget that is kept for giving back and for the last commit. */
const FINAL_SHARE = 0.25;

export function createEngine(ports: EnginePorts): Engine {
  const { store, inbox, transport, clock, random } = ports;
  const signals = createSignals();
  const trouble = createStorageTrouble(signals);
  const aborter = new AbortController();
  const ids = createIdSource();
  let log = DEFAULT_LOG;
  let instanceId = "";
  let proxy: Settings["proxy"];
  const ownKey = newSealKey();
  const seal = createSeal(ports.sealKey ?? (() => ownKey));

  const { userAgent } = ports;
  const { signal } = aborter;
  const fetching = { transport, userAgent, signal, proxy: () => proxy };

  const attemptPorts = {
    transport,
    clock,
    random,
    userAgent,
    responseBytes: () => log.responseBytes,
    signal,
    inbox,
    seal,
  };
  const dispatcher = createDispatcher({
    store,
    clock,
    signals,
    trouble,
    attempt: (prepared, claim, requests) =>
      tryAddressed({ ...attemptPorts, requests }, prepared, claim),
    onEffect(outlet, effect, eventType) {
      desk.changed(outlet, effect);
      reporter.attempted(outlet, eventType);
    },
    onSettled: (outlet, { delivery }, settlement) => settledOf(outlet, delivery, settlement),
  });
  const settledOf = (outlet: Outlet, delivery: Delivery, settlement: Settlement): void => {
    if (settlement.status === "dead") reporter.dead(outlet, { delivery }, settlement);
    if (settlement.status === "unheard") leftOut.add(outlet.name, delivery.eventId);
  };
  const leftOut = createLeftOut({ clock, signals });
  const desk = createEndpointDesk({ store, clock, random, signals, trouble, dispatcher });
  const { outlets } = dispatcher;
  const reporter = createReporter({
    store,
    clock,
    trouble,
    outlets,
    ids,
    instanceId: () => instanceId,
    capture: dispatcher.capture,
  });
  const answers = createLogAnswers({ store, endpoints: desk.known, reach: ports.reach });
  const replay = createReplay({ store, dispatcher, clock, ids });
  const reception = createReception({
    inbox,
    seal,
    clock,
    trouble,
    maxRejectedBytes: () => log.maxRejectedBytes,
  });
  const feeds = createFeeds({
    store,
    clock,
    signals,
    trouble,
    outlets,
    onLeftOut: (outlet, { delivery, settlement }) => settledOf(outlet, delivery, settlement),
    wake: dispatcher.wake,
  });
  const { tidy } = feeds;
  const janitor = createJanitor({ store, inbox, clock, signals, trouble, tidy, log: () => log });

  async function stop(deadlineMs: number): Promise<void> {
    janitor.stop();
    reporter.stop();
    leftOut.stop();
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
      ({ log, instanceId, proxy } = settings);
      const reports = await desk.configure(settings.endpoints);
      reporter.opened();
      return reports;
    },
    async start() {
      await store.releaseLeases(clock.now());
      store.watch?.(() => {
        void desk.look();
        dispatcher.wake();
        signals.emit("stirred");
      });
      dispatcher.start();
      janitor.start();
      reporter.start();
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
    replay,
    remove: (deliveryIds) => store.remove(deliveryIds),
    discard: (deliveryIds) => store.discard(deliveryIds, clock.now()),
    ...answers,
    standing: () => standingOf(store),
    readFeed: feeds.read,
    ...createBroughtSecrets(ports.brought ?? secretsInMemory(), seal, clock.now),
    ...createSenderKeys(fetching, { clock, signals }),
    pause: desk.pause,
    resume: desk.resume,
    async health() {
      const storage = trouble.message();
      const waitingEvents = dispatcher.waitingEvents();
      return {
        ...(storage !== undefined && { storage }),
        waitingEvents,
        endpoints: await feeds.health(desk.health()),
      };
    },
    flush: () => dispatcher.drained(),
    stop,
  };
}
