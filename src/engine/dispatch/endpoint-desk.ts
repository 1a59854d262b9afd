// Endpoints as a whole: compiles what was configured, says how each stands, opens and closes outlets. Touches
// no single delivery.
import type { Endpoint } from "../../config/settings.ts";
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Effect } from "../attempt/outcome.ts";
import type { Clock } from "../clock.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { turnWaiting } from "../feed/turn-waiting.ts";
import { createEndpointMemory } from "./endpoint-memory.ts";
import { createGovernor } from "../pace/governor.ts";
import type { Remembered, Standing } from "../pace/standing.ts";
import type { Outlet } from "./outlet.ts";
import { readinessOf } from "./readiness.ts";
import type { Signals } from "../signals.ts";
import { createStandingNotices } from "./standing-notices.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Store } from "../store/store.ts";

/** How an endpoint stands after it was configured. */
export interface EndpointReport {
  endpoint: string;
  /** Why nothing is sent; absent = it runs, is paused or disabled. */
  held?: string;
  /** False: not even recorded, because who hears what cannot be decided. */
  recorded: boolean;
}

export interface EndpointHealth extends Standing {
  endpoint: string;
  inFlight: number;
  waiting: number;
  /**
   * Of one that its receiver reads: creation time of the oldest that it has not acknowledged, and when it last asked
   * since the start; ms since the epoch.
   */
  feed?: { oldestAt?: number; readAt?: number };
}

export interface EndpointDesk {
  configure: (endpoints: readonly Endpoint[]) => Promise<EndpointReport[]>;
  /** An attempt of this outlet has ended. */
  changed: (outlet: Outlet, effect: Effect) => void;
  pause: (endpoint: string, reason: string) => Promise<boolean>;
  resume: (endpoint: string) => Promise<boolean>;
  /** Takes over how endpoints stand that another Gateway paused, resumed, parked or disabled. Never rejects. */
  look: () => Promise<void>;
  health: () => EndpointHealth[];
  /** Those whose events are recorded, by name. */
  known: () => Map<string, { prepared: PreparedEndpoint; health: EndpointHealth }>;
}

export interface EndpointDeskPorts {
  store: Store;
  clock: Clock;
  random: () => number;
  signals: Signals;
  trouble: StorageTrouble;
  dispatcher: Dispatcher;
}

interface Configured {
  endpoint: Endpoint;
  report: EndpointReport;
}

export function createEndpointDesk(ports: EndpointDeskPorts): EndpointDesk {
  const { clock, dispatcher } = ports;
  const memory = createEndpointMemory(ports);
  const notices = createStandingNotices(ports);
  const configured = new Map<string, Configured>();

  function open(endpoint: Endpoint): EndpointReport {
    const { prepared, held } = readinessOf(endpoint);
    const report: EndpointReport = { endpoint: endpoint.name, recorded: prepared !== undefined };
    if (held !== undefined) report.held = held;
    if (!prepared) {
      dispatcher.close(endpoint.name);
      return report;
    }
    const governor = createGovernor(prepared.endpoint, ports.random, ports.store.sharers);
    if (held !== undefined) governor.close({ kind: "held", reason: held });
    const remembered = memory.of(endpoint);
    if (remembered) governor.recall(remembered);
    dispatcher.open(prepared, governor);
    return report;
  }

  function health(): EndpointHealth[] {
    return [...configured.values()].map((each) =>
      healthOf(each, dispatcher.outlets.get(each.endpoint.name), clock.now()),
    );
  }

  return {
    async configure(endpoints) {
      await memory.load();
      const names = new Set(endpoints.map((endpoint) => endpoint.name));
      for (const name of dispatcher.outlets.keys()) if (!names.has(name)) dispatcher.close(name);
      configured.clear();
      await turnWaiting(ports.store, endpoints);
      for (const endpoint of endpoints) {
        configured.set(endpoint.name, { endpoint, report: open(endpoint) });
      }
      dispatcher.wake();
      return [...configured.values()].map(({ report }) => report);
    },
    changed(outlet, effect) {
      // The config may have put another one in its place.
      if (dispatcher.outlets.get(outlet.name) !== outlet) return;
      const isNews = effect.kind !== "healthy" || !notices.saidOk(outlet.name);
      const isCalm = !isNews && memory.isEmpty(outlet.name);
      if (isCalm && outlet.governor.atEase(clock.now())) return;
      notices.look(outlet);
      void memory.keep(outlet);
    },
    async pause(name, reason) {
      const outlet = dispatcher.outlets.get(name);
      if (!outlet) return false;
      outlet.governor.close({ kind: "paused", reason });
      await memory.keep(outlet);
      notices.look(outlet);
      return true;
    },
    async resume(name) {
      const outlet = dispatcher.outlets.get(name);
      if (!outlet) return false;
      outlet.governor.open();
      const held = configured.get(name)?.report.held;
      if (held !== undefined) outlet.governor.close({ kind: "held", reason: held });
      await memory.keep(outlet);
      notices.look(outlet);
      dispatcher.wake();
      return true;
    },
    async look() {
      for (const name of await memory.changedElsewhere()) {
        const outlet = dispatcher.outlets.get(name);
        const each = configured.get(name);
        if (!outlet || !each || each.report.held !== undefined) continue;
        const remembered = memory.of(each.endpoint);
        if (remembered?.closure === undefined) outlet.governor.open();
        if (remembered) outlet.governor.recall(afterItsProbe(remembered, each.endpoint));
        notices.look(outlet);
      }
    },
    health,
    known() {
      const all = health().flatMap((each) => {
        const prepared = dispatcher.outlets.get(each.endpoint)?.prepared;
        return prepared ? [[each.endpoint, { prepared, health: each }] as const] : [];
      });
      return new Map(all);
    },
  };
}

/** News of another Gateway takes at most that long, ms. */
const NEWS_MS = 5000;

/** The Gateway that parked it asks it first: one probe, not one of each. This one goes on where that says nothing. */
function afterItsProbe(remembered: Remembered, { timeoutMs }: Endpoint): Remembered {
  const { pauses = 0, notBefore } = remembered;
  if (pauses === 0 || notBefore === undefined) return remembered;
  return { ...remembered, notBefore: notBefore + timeoutMs + NEWS_MS };
}

function healthOf(
  { endpoint, report }: Configured,
  outlet: Outlet | undefined,
  now: number,
): EndpointHealth {
  const { name, concurrency } = endpoint;
  const without: Standing = { state: "held", concurrency: { now: 0, max: concurrency } };
  if (report.held !== undefined) without.reason = report.held;
  return {
    endpoint: name,
    ...(outlet?.governor.standing(now) ?? without),
    inFlight: outlet?.governor.inFlight() ?? 0,
    waiting: outlet?.waiting() ?? 0,
  };
}
