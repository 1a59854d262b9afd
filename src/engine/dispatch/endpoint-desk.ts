// Endpoints as a whole: compiles what was configured, remembers who is disabled or paused, opens and closes
// outlets. Touches no single delivery.
import type { Endpoint } from "../../config/settings.ts";
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Clock } from "../clock.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { createGovernor } from "../pace/governor.ts";
import type { Governor } from "../pace/governor.ts";
import type { Outlet } from "./outlet.ts";
import { isAbout, readinessOf, urlHash } from "./readiness.ts";
import type { Signals } from "../signals.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { EndpointState, Store } from "../store/store.ts";

/** How an endpoint stands after it was configured. */
export interface EndpointReport {
  endpoint: string;
  /** Why nothing is sent; absent = it runs or is disabled. */
  held?: string;
  /** False: not even recorded, because who hears what cannot be decided. */
  recorded: boolean;
}

export interface EndpointHealth {
  endpoint: string;
  state: "open" | "paused" | "held" | "disabled";
  reason?: string;
  /** End of the pause, ms since the epoch. */
  pausedUntil?: number;
  inFlight: number;
  waiting: number;
}

export interface EndpointDesk {
  configure: (endpoints: readonly Endpoint[]) => Promise<EndpointReport[]>;
  /** An attempt closed or slowed down this endpoint. */
  changed: (outlet: Outlet) => void;
  pause: (endpoint: string, reason: string) => Promise<boolean>;
  resume: (endpoint: string) => Promise<boolean>;
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

// Shorter pauses are not worth a write: a restart would at most ask a little early.
const REMEMBER_PAUSE_MS = 60_000;

export function createEndpointDesk(ports: EndpointDeskPorts): EndpointDesk {
  const { store, clock, signals, dispatcher } = ports;
  const reports = new Map<string, EndpointReport>();

  function open(endpoint: Endpoint, state: EndpointState | undefined): EndpointReport {
    const { prepared, held } = readinessOf(endpoint);
    const report: EndpointReport = { endpoint: endpoint.name, recorded: prepared !== undefined };
    if (held !== undefined) report.held = held;
    if (!prepared) {
      dispatcher.close(endpoint.name);
      return report;
    }
    const governor = createGovernor(endpoint, ports.random);
    if (held !== undefined) governor.close({ kind: "held", reason: held });
    if (state && isAbout(endpoint, state)) recall(governor, state);
    dispatcher.open(prepared, governor);
    return report;
  }

  function health(): EndpointHealth[] {
    return [...reports.values()].map((report) => healthOf(report, dispatcher, clock.now()));
  }

  async function save(state: EndpointState): Promise<void> {
    try {
      await store.saveEndpointState(state);
    } catch (error) {
      ports.trouble.failed(error);
    }
  }

  function tell(outlet: Outlet): void {
    const closure = outlet.governor.closure();
    const { name: endpoint } = outlet;
    if (!closure) {
      signals.emit("endpoint", { endpoint, state: "open" });
      return;
    }
    signals.emit("endpoint", { endpoint, state: closure.kind, reason: closure.reason });
    const message = `endpoint "${endpoint}" is ${closure.kind}: ${closure.reason}; its deliveries wait`;
    signals.emit("notice", { level: "warn", message });
  }

  return {
    async configure(endpoints) {
      const states = new Map((await store.endpointStates()).map((state) => [state.name, state]));
      const names = new Set(endpoints.map((endpoint) => endpoint.name));
      for (const name of dispatcher.outlets.keys()) if (!names.has(name)) dispatcher.close(name);
      reports.clear();
      for (const endpoint of endpoints) {
        reports.set(endpoint.name, open(endpoint, states.get(endpoint.name)));
      }
      dispatcher.wake();
      return [...reports.values()];
    },
    changed(outlet) {
      const { governor } = outlet;
      if (governor.closure()) tell(outlet);
      const state = stateOf(outlet, clock.now());
      if (state.disabledReason !== undefined || state.pausedUntil !== undefined) void save(state);
    },
    async pause(name, reason) {
      const outlet = dispatcher.outlets.get(name);
      if (!outlet) return false;
      outlet.governor.close({ kind: "disabled", reason });
      await save(stateOf(outlet, clock.now()));
      tell(outlet);
      return true;
    },
    async resume(name) {
      const outlet = dispatcher.outlets.get(name);
      if (!outlet) return false;
      outlet.governor.open();
      const held = reports.get(name)?.held;
      if (held !== undefined) outlet.governor.close({ kind: "held", reason: held });
      await save(stateOf(outlet, clock.now()));
      tell(outlet);
      dispatcher.wake();
      return true;
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

function recall(governor: Governor, state: EndpointState): void {
  if (state.pausedUntil !== undefined) governor.pauseUntil(state.pausedUntil);
  if (state.disabledReason === undefined) return;
  governor.close({ kind: "disabled", reason: state.disabledReason });
}

function stateOf(outlet: Outlet, now: number): EndpointState {
  const { endpoint } = outlet.prepared;
  const state: EndpointState = { name: endpoint.name, urlHash: urlHash(endpoint) };
  const closure = outlet.governor.closure();
  if (closure?.kind === "disabled") state.disabledReason = closure.reason;
  const pausedUntil = outlet.governor.pausedUntil();
  if (pausedUntil !== undefined && pausedUntil >= now + REMEMBER_PAUSE_MS) {
    state.pausedUntil = pausedUntil;
  }
  return state;
}

function healthOf(report: EndpointReport, dispatcher: Dispatcher, now: number): EndpointHealth {
  const { endpoint, held } = report;
  const outlet = dispatcher.outlets.get(endpoint);
  const health: EndpointHealth = {
    endpoint,
    state: held === undefined ? "open" : "held",
    inFlight: outlet?.governor.inFlight() ?? 0,
    waiting: outlet?.waiting() ?? 0,
  };
  const closure = outlet?.governor.closure();
  const reason = closure?.reason ?? held;
  if (closure) health.state = closure.kind;
  if (reason !== undefined) health.reason = reason;
  const pausedUntil = outlet?.governor.pausedUntil();
  if (health.state === "open" && pausedUntil !== undefined && pausedUntil > now) {
    health.state = "paused";
    health.pausedUntil = pausedUntil;
  }
  return health;
}
