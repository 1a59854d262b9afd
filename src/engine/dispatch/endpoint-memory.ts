// What an endpoint's record keeps across restarts. Writes only what differs from what was written before.
import { createHash } from "node:crypto";
import type { Endpoint } from "../../config/settings.ts";
import type { Clock } from "../clock.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Closure, Remembered } from "../pace/standing.ts";
import type { EndpointState, Store } from "../store/store.ts";
import type { Outlet } from "./outlet.ts";

export interface EndpointMemory {
  /** Reads what was kept; before `of`. */
  load: () => Promise<void>;
  /** What is remembered of this endpoint; undefined when nothing is, or when it was another URL's. */
  of: (endpoint: Endpoint) => Remembered | undefined;
  /** Nothing is kept of it. */
  isEmpty: (name: string) => boolean;
  /** Reads again what is kept; names of those that are not as this engine left them. Empty where it cannot be read. */
  changedElsewhere: () => Promise<string[]>;
  /** Resolves when the outlet's present state is durable, or could not be written. */
  keep: (outlet: Outlet) => Promise<void>;
}

export interface EndpointMemoryPorts {
  store: Store;
  clock: Clock;
  trouble: StorageTrouble;
}

// Shorter pauses and failures are not worth a write: a restart would at most ask a little early.
const REMEMBER_MS = 60_000;

export function createEndpointMemory(ports: EndpointMemoryPorts): EndpointMemory {
  const { store, clock } = ports;
  const kept = new Map<string, EndpointState>();
  /** Writes that have begun, and those that go on: what was read beside one may be older than it. */
  let begun = 0;
  let writing = 0;

  return {
    async load() {
      kept.clear();
      for (const state of await store.endpointStates()) kept.set(state.name, state);
    },
    async changedElsewhere() {
      try {
        const before = begun;
        const now = new Map((await store.endpointStates()).map((state) => [state.name, state]));
        if (begun !== before || writing > 0) return [];
        const names = [...new Set([...now.keys(), ...kept.keys()])].filter(
          (name) => !isAlike(now.get(name) ?? { name }, kept.get(name) ?? { name }),
        );
        kept.clear();
        for (const [name, state] of now) kept.set(name, state);
        return names;
      } catch (error) {
        ports.trouble.failed(error);
        return [];
      }
    },
    of(endpoint) {
      const state = kept.get(endpoint.name);
      return state && rememberedOf(endpoint, state);
    },
    isEmpty: (name) => !kept.has(name),
    async keep(outlet) {
      const { endpoint } = outlet.prepared;
      const state = stateOf(endpoint, outlet.governor.remembered(), clock.now());
      const before = kept.get(endpoint.name);
      if (!state && !before) return;
      const next = state ?? { name: endpoint.name };
      if (before && isSame(before, next)) return;
      if (state) kept.set(state.name, state);
      else kept.delete(endpoint.name);
      begun += 1;
      writing += 1;
      try {
        await store.saveEndpointState(next);
      } catch (error) {
        ports.trouble.failed(error);
      }
      writing -= 1;
    },
  };
}

// The URL itself may be a secret (Slack), so only its fingerprint reaches the database.
function urlHash(endpoint: Endpoint): string {
  return createHash("sha256").update(endpoint.url).digest("hex").slice(0, 16);
}

/** Undefined when there is nothing worth keeping. */
function stateOf(
  endpoint: Endpoint,
  { closure, notBefore = 0, pauses, failingSince = Infinity }: Remembered,
  now: number,
): EndpointState | undefined {
  const state: EndpointState = { name: endpoint.name };
  if (closure?.kind === "disabled") state.disabledReason = closure.reason;
  if (closure?.kind === "paused") state.pausedReason = closure.reason;
  if (notBefore >= now + REMEMBER_MS) {
    state.notBefore = notBefore;
    if (pauses !== undefined) state.pauses = pauses;
  }
  if (failingSince <= now - REMEMBER_MS) state.failingSince = failingSince;
  if (Object.keys(state).length === 1) return undefined;
  return { ...state, urlHash: urlHash(endpoint) };
}

/** Undefined when it is about another URL. */
export function rememberedOf(endpoint: Endpoint, state: EndpointState): Remembered | undefined {
  const isMoved = state.urlHash !== undefined && state.urlHash !== urlHash(endpoint);
  return isMoved ? undefined : rememberedIn(state);
}

function rememberedIn(state: EndpointState): Remembered {
  const { notBefore, pauses, failingSince } = state;
  const closure = closureIn(state);
  return {
    ...(closure && { closure }),
    ...(notBefore !== undefined && { notBefore }),
    ...(pauses !== undefined && { pauses }),
    ...(failingSince !== undefined && { failingSince }),
  };
}

function closureIn({ disabledReason, pausedReason }: EndpointState): Closure | undefined {
  if (pausedReason !== undefined) return { kind: "paused", reason: pausedReason };
  return disabledReason === undefined ? undefined : { kind: "disabled", reason: disabledReason };
}

function isSame(one: EndpointState, other: EndpointState): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof EndpointState>;
  return [...keys].every((key) => one[key] === other[key]);
}

/** Clocks of two machines are never the same: a second more or less is no change. */
function isAlike(one: EndpointState, other: EndpointState): boolean {
  const timeless = (state: EndpointState): EndpointState => {
    const copy = { ...state };
    delete copy.notBefore;
    delete copy.failingSince;
    return copy;
  };
  const near = (a: number | undefined, b: number | undefined): boolean =>
    a === b || (a !== undefined && b !== undefined && Math.abs(a - b) < 1000);
  return (
    isSame(timeless(one), timeless(other)) &&
    near(one.notBefore, other.notBefore) &&
    near(one.failingSince, other.failingSince)
  );
}
