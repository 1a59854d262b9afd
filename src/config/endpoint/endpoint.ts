// Builds one complete endpoint from what was written: the only place that knows an endpoint's defaults.
import type { EndpointConfig, RetryConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { isRecord } from "../problem/path.ts";
import { readFeed } from "./feed.ts";
import type { NamedPlace } from "./place.ts";
import { problemText } from "../problem/problem.ts";
import { readProxy } from "./proxy.ts";
import { readSecrets } from "../secret/secrets.ts";
import type {
  Endpoint,
  EndpointAuth,
  Filter,
  Problem,
  RetryPolicy,
  TlsSettings,
} from "../settings.ts";
import { soundPart } from "../sound.ts";
import { readSignature, type SignatureContext } from "./signature.ts";
import { withoutCredentials } from "./url.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses when `retry` is absent: ten retries over about two days, in ms. */
const DEFAULT_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];

const DEFAULT_MAX_BACKOFF_MS = HOUR;
/** As `maxAttempts` may be written. */
const MOST_ATTEMPTS = 100;

/**
 * The endpoint at `place`. Settings that a problem stands at fall back to their default, and an endpoint
 * with problems is held. What is wrong in `events` and `filter` makes it record too much rather than too
 * little: before anything is sent, the mended settings are asked again (`engine/attempt`).
 */
export function buildEndpoint(
  place: NamedPlace,
  problems: readonly Problem[],
  context: SignatureContext,
): Endpoint {
  const { now } = context;
  const config = soundPart<EndpointConfig>(place.raw, place.path, problems);
  const held = problems.map(problemText).join("; ");
  return {
    name: place.name,
    url: withoutCredentials(urlOf(place.raw)),
    ...(feedOf(place.raw) && { feed: readFeed(config.feed, now) }),
    secrets: readSecrets(config.secret, "", now).secrets,
    ...(config.signature === undefined
      ? {}
      : { signature: readSignature(config.signature, config.secret, context) }),
    events: config.events ?? heardMeanwhile(place.raw),
    filter: scopedFilter(clearFilter(place, problems), place.agentId),
    ...(config.transform === undefined ? {} : { transform: config.transform }),
    ...messageSettings(config),
    headers: config.headers ?? {},
    ...(config.auth === undefined ? {} : { auth: config.auth as EndpointAuth }),
    ...(config.tls === undefined ? {} : { tls: config.tls as TlsSettings }),
    ...(config.proxy === undefined ? {} : { proxy: readProxy(config.proxy) }),
    retry: retryPolicy(config.retry),
    timeoutMs: config.timeoutMs ?? 15 * SECOND,
    connectTimeoutMs: config.connectTimeoutMs ?? 5 * SECOND,
    concurrency: config.concurrency ?? 32,
    ...(config.rateLimit === undefined ? {} : { rateLimits: [config.rateLimit] }),
    disableAfterMs: config.disableAfterMs ?? 5 * 24 * HOUR,
    ordering: config.ordering ?? "none",
    payload: config.payload ?? "full",
    allowPrivateNetwork: config.allowPrivateNetwork ?? false,
    ...(held === "" ? {} : { held }),
  };
}

/** How what is sent is written, and what the answer to it means; each absent as it was written. */
function messageSettings(config: Partial<EndpointConfig>): Partial<Endpoint> {
  const { format, text, long, method, contentType, batch, success, giveUpOn } = config;
  const options = config.options && (config.options as NonNullable<Endpoint["options"]>);
  const written = {
    format,
    options,
    text,
    long,
    method,
    contentType,
    batch,
    success,
    giveUpOn: Array.isArray(giveUpOn) ? { status: giveUpOn } : giveUpOn,
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function urlOf(raw: unknown): string {
  const url = isRecord(raw) ? raw["url"] : undefined;
  return typeof url === "string" ? url : "";
}

/** Also where it cannot be read: then its events wait, and nobody is let in. */
function feedOf(raw: unknown): boolean {
  return isRecord(raw) && raw["feed"] !== undefined && raw["url"] === undefined;
}

/** While `events` is not understood: everything, and the operational events that are named. */
function heardMeanwhile(raw: unknown): string[] {
  const events = isRecord(raw) ? raw["events"] : undefined;
  if (!Array.isArray(events)) return ["*"];
  return ["*", ...events.filter((event): event is string => typeof event === "string")];
}

/** The clauses that no problem stands at. */
function clearFilter({ raw, path }: NamedPlace, problems: readonly Problem[]): Filter {
  const filter = isRecord(raw) ? raw["filter"] : undefined;
  return soundPart<Filter>(filter, configPath(path, "filter"), problems);
}

/** The filter narrowed to one agent; a list that does not name the agent leaves nothing. */
function scopedFilter(filter: Filter, agentId: string | undefined): Filter {
  if (agentId === undefined) return filter;
  const agentIds = (filter.agentIds ?? [agentId]).filter((id) => id === agentId);
  return { ...filter, agentIds };
}

/** What is not given keeps the reach of the default schedule: a setting changes what it names and no more. */
function retryPolicy(retry: RetryConfig = {}): RetryPolicy {
  const { maxAttempts, ...pauses } = retry;
  if (Object.keys(pauses).length === 0) {
    const delaysMs = defaultDelays(maxAttempts ?? DEFAULT_DELAYS_MS.length + 1);
    return { kind: "schedule", delaysMs };
  }
  const backoffMs = retry.backoffMs ?? SECOND;
  const shape = {
    backoffMs,
    // A first pause above the default cap is meant; only a cap that was written cuts it.
    maxBackoffMs: retry.maxBackoffMs ?? Math.max(DEFAULT_MAX_BACKOFF_MS, backoffMs),
    factor: retry.factor ?? 2,
  };
  return { kind: "exponential", maxAttempts: maxAttempts ?? attemptsToReach(shape), ...shape };
}

/** The default schedule for so many attempts: cut, or its last pause repeated. */
function defaultDelays(maxAttempts: number): number[] {
  const last = DEFAULT_DELAYS_MS.length - 1;
  return Array.from(
    { length: maxAttempts - 1 },
    (_, at) => DEFAULT_DELAYS_MS[Math.min(at, last)] ?? 0,
  );
}

/** As many attempts as last as long as the default schedule, within what may be written. */
function attemptsToReach(shape: {
  backoffMs: number;
  maxBackoffMs: number;
  factor: number;
}): number {
  const reach = DEFAULT_DELAYS_MS.reduce((sum, delay) => sum + delay, 0);
  let attempts = 1;
  let pause = shape.backoffMs;
  for (let passed = 0; passed < reach && attempts < MOST_ATTEMPTS; attempts += 1) {
    passed += Math.min(pause, shape.maxBackoffMs);
    pause *= shape.factor;
  }
  return attempts;
}
