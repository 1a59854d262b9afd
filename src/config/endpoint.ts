// Builds one complete endpoint from what was written: the only place that knows an endpoint's defaults.
import type { EndpointConfig, RetryConfig } from "../generated/config.ts";
import { configPath } from "../language/config-path.ts";
import { isRecord } from "./path.ts";
import type { NamedPlace } from "./place.ts";
import { problemText } from "./problem.ts";
import { readSecrets } from "./secrets.ts";
import type { Endpoint, Filter, Problem, RetryPolicy } from "./settings.ts";
import { covers, soundPart } from "./sound.ts";
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

/**
 * The endpoint at `place`. Settings that a problem stands at fall back to their default; an endpoint
 * with problems is held, and records nothing when what is wrong decides which events it may see.
 */
export function buildEndpoint(
  place: NamedPlace,
  problems: readonly Problem[],
  now: number,
): Endpoint {
  const config = soundPart<EndpointConfig>(place.raw, place.path, problems);
  const held = problems.map(problemText).join("; ");
  // A key that nobody knows may have been meant as a filter.
  const unclear =
    problems.some(({ path }) => path === place.path) ||
    ["name", "events", "filter"].some((key) => covers(problems, configPath(place.path, key)));
  return {
    name: place.name,
    url: withoutCredentials(urlOf(place.raw)),
    secrets: readSecrets(config.secret, "", now).secrets,
    events: unclear ? [] : (config.events ?? ["*"]),
    filter: scopedFilter(config.filter ?? {}, place.agentId),
    ...(config.transform === undefined ? {} : { transform: config.transform }),
    headers: config.headers ?? {},
    retry: retryPolicy(config.retry),
    timeoutMs: config.timeoutMs ?? 15 * SECOND,
    connectTimeoutMs: config.connectTimeoutMs ?? 5 * SECOND,
    concurrency: config.concurrency ?? 32,
    ...(config.rateLimit === undefined ? {} : { rateLimit: config.rateLimit }),
    disableAfterMs: config.disableAfterMs ?? 5 * 24 * HOUR,
    ordering: config.ordering ?? "none",
    payload: config.payload ?? "full",
    allowPrivateNetwork: config.allowPrivateNetwork ?? false,
    ...(held === "" ? {} : { held }),
  };
}

function urlOf(raw: unknown): string {
  const url = isRecord(raw) ? raw["url"] : undefined;
  return typeof url === "string" ? url : "";
}

/** The filter narrowed to one agent; a list that does not name the agent leaves nothing. */
function scopedFilter(filter: Filter, agentId: string | undefined): Filter {
  if (agentId === undefined) return filter;
  const agentIds = (filter.agentIds ?? [agentId]).filter((id) => id === agentId);
  return { ...filter, agentIds };
}

function retryPolicy(retry: RetryConfig | undefined): RetryPolicy {
  if (retry === undefined) return { kind: "schedule", delaysMs: DEFAULT_DELAYS_MS };
  const backoffMs = retry.backoffMs ?? SECOND;
  return {
    kind: "exponential",
    maxAttempts: retry.maxAttempts ?? 3,
    backoffMs,
    // A first pause above the default cap is meant; only a cap that was written cuts it.
    maxBackoffMs: retry.maxBackoffMs ?? Math.max(DEFAULT_MAX_BACKOFF_MS, backoffMs),
    factor: retry.factor ?? 2,
  };
}
