// The one place in the process where observations arrive. The host loads the plugin several times
// (once a registration mode, again at every reload) and fires a hook in whichever copy it pleases;
// all copies share this relay, and the one whose service runs listens. While none does (a reload
// takes a moment) observations wait here, so that nothing between stop and start is lost.
import type { Settings } from "../config/settings.ts";
import type { Running } from "./rpc/running.ts";
import { createMemory, MEMORY_VERSION, type Memory } from "../event/memory.ts";
import { BoundedMap } from "../event/bounded-map.ts";
import type { Observation } from "../event/observation.ts";
import type { ProcessCounts } from "../view/metrics/readings.ts";
import { newCounts } from "./metrics/process-counts.ts";
import type { Removals } from "./setup/removals.ts";
import type { ToolLimits } from "../inbound/tools/tool-policy.ts";

const KEY = Symbol.for("openclaw-event-webhooks.relay");
const MAX_WAITING = 50_000;
/** What memory forgets, the log knows. */
const MAX_LIMITS = 20_000;
const LIMITS_AGE_MS = 24 * 3_600_000;
/** A reload takes less than a second; a plugin that is gone for good must not collect for ever. */
const MAX_WAIT_MS = 30_000;

export interface Relay {
  /** What joins observations; survives a reload. */
  memory: Memory;
  /** The last settings that could be read, for when the next cannot. */
  settings: Settings | undefined;
  /** What runs of inbound requests were accepted with, by run id and by session key. */
  toolLimits: BoundedMap<ToolLimits>;
  /** Ids of runs of inbound requests that this process began and that have not ended. */
  begunRuns: Set<string>;
  /** What answers questions about the log; absent while no service runs. */
  running: Running | undefined;
  /** Whoever turns observations into events right now. */
  listener: ((observation: Observation) => void) | undefined;
  waiting: Observation[];
  /** Since when nobody listens, ms since the epoch. */
  silentSince: number;
  /** Observations that nobody came for. */
  dropped: number;
  /** How often the service was started in this process. */
  starts: number;
  removals: Removals;
  /** What metrics count of this process. */
  counts: ProcessCounts;
  /** Ends the subscriptions of the copy that made them. */
  unsubscribe: (() => void) | undefined;
}

export function processRelay(): Relay {
  const slot = globalThis as { [KEY]?: Relay };
  const found = (slot[KEY] ??= {
    memory: createMemory(),
    settings: undefined,
    toolLimits: newLimits(),
    begunRuns: new Set(),
    running: undefined,
    listener: undefined,
    waiting: [],
    silentSince: 0,
    dropped: 0,
    starts: 0,
    removals: new Map(),
    counts: newCounts(),
    unsubscribe: undefined,
  });
  // A copy of another version may have made it.
  found.begunRuns ??= new Set();
  found.counts ??= newCounts();
  found.toolLimits ??= newLimits();
  found.starts ??= 0;
  found.removals ??= new Map();
  if (found.memory.version !== MEMORY_VERSION) found.memory = createMemory();
  return found;
}

function newLimits(): BoundedMap<ToolLimits> {
  return new BoundedMap(MAX_LIMITS, LIMITS_AGE_MS);
}

/** Hands an observation on, or keeps it for the next listener. */
export function relay(to: Relay, observation: Observation): void {
  if (to.listener !== undefined) {
    to.listener(observation);
    return;
  }
  const abandoned = to.silentSince === 0 || observation.at - to.silentSince > MAX_WAIT_MS;
  if (abandoned || to.waiting.length >= MAX_WAITING) {
    to.dropped += to.silentSince === 0 ? 0 : 1;
    return;
  }
  to.waiting.push(observation);
}

/** Takes over: what waited comes first, in order. */
export function listen(to: Relay, listener: (observation: Observation) => void): void {
  const waiting = to.waiting;
  to.waiting = [];
  to.listener = listener;
  for (const observation of waiting) listener(observation);
}

/** Lets go; observations wait for the next listener from now on. */
export function letGo(to: Relay, listener: (observation: Observation) => void, now: number): void {
  if (to.listener !== listener) return;
  to.listener = undefined;
  to.silentSince = now;
}

/** Ends the subscriptions as well, unless somebody listens again before long. */
export function abandon(to: Relay): void {
  const timer = setTimeout(() => {
    if (to.listener !== undefined) return;
    to.unsubscribe?.();
    to.unsubscribe = undefined;
    to.waiting = [];
  }, MAX_WAIT_MS);
  timer.unref();
}
