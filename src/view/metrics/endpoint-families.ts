// What metrics say of endpoints. `endpoint` is the name that the operator gave it.
import type { EndpointTotals } from "../../engine/store/figures/figures.ts";
import type { EndpointRow } from "../endpoint.ts";
import type { Family, Sample } from "./exposition.ts";
import type { EngineReadings } from "./readings.ts";

/** Each is some thirty series: those in the config come first, the rest in alphabetical order. */
export const MOST_ENDPOINTS = 200;

const STATES: readonly EndpointRow["state"][] = [
  "ok",
  "failing",
  "slowing",
  "parked",
  "blocked",
  "paused",
  "disabled",
  "held",
  "gone",
  "unread",
];

export function endpointFamilies({ endpoints, totals }: EngineReadings): Family[] {
  const rows = endpoints.slice(0, MOST_ENDPOINTS);
  const told = toldOf(endpoints, totals);
  const each = (sample: (of: EndpointTotals) => readonly Sample[]): Sample[] =>
    told.flatMap((of) => sample(of));
  return [
    {
      name: "openclaw_webhook_attempts_total",
      type: "counter",
      help: "Attempts, by what came of them: delivered or failed.",
      samples: each(({ endpoint, delivered, failed }) => [
        { labels: { endpoint, outcome: "delivered" }, value: delivered },
        { labels: { endpoint, outcome: "failed" }, value: failed },
      ]),
    },
    {
      name: "openclaw_webhook_attempt_duration_seconds",
      type: "histogram",
      help: "How long attempts took that got an answer; the sum within 10 %.",
      samples: each(durations),
    },
    {
      name: "openclaw_webhook_deliveries_dead_total",
      type: "counter",
      help: "Deliveries that ended without having arrived.",
      samples: each(({ endpoint, dead }) => [{ labels: { endpoint }, value: dead }]),
    },
    {
      name: "openclaw_webhook_backlog_deliveries",
      type: "gauge",
      help: "Deliveries that are pending or failed and will be tried.",
      samples: rows.map(({ endpoint, waiting }) => ({ labels: { endpoint }, value: waiting })),
    },
    {
      name: "openclaw_webhook_backlog_oldest_timestamp_seconds",
      type: "gauge",
      help: "When the oldest delivery that waits was created, Unix time; absent when none waits.",
      samples: each(({ endpoint, oldestAt }) =>
        oldestAt === undefined ? [] : [{ labels: { endpoint }, value: oldestAt / 1000 }],
      ),
    },
    {
      name: "openclaw_webhook_endpoint_state",
      type: "gauge",
      help: "1 for the state that the endpoint is in, 0 for the others.",
      samples: rows.flatMap(({ endpoint, state: current }) =>
        STATES.map((state) => ({
          labels: { endpoint, state },
          value: state === current ? 1 : 0,
        })),
      ),
    },
    {
      name: "openclaw_webhook_attempts_in_flight",
      type: "gauge",
      help: "Attempts that are on their way.",
      samples: rows.map(({ endpoint, inFlight }) => ({ labels: { endpoint }, value: inFlight })),
    },
  ];
}

/** How many endpoints are not told. */
export function endpointsLeftOut({ endpoints, totals }: EngineReadings): number {
  const names = new Set([...endpoints, ...totals].map(({ endpoint }) => endpoint));
  return Math.max(0, names.size - MOST_ENDPOINTS);
}

const NOTHING: Omit<EndpointTotals, "endpoint"> = {
  delivered: 0,
  failed: 0,
  dead: 0,
  latency: { count: 0, sumMs: 0, upTo: [] },
};

/** From 0 on: what counts from its first value on would not be seen to grow. */
function toldOf(
  endpoints: EngineReadings["endpoints"],
  totals: readonly EndpointTotals[],
): EndpointTotals[] {
  const known = new Map(totals.map((of) => [of.endpoint, of]));
  const configured = endpoints.map(({ endpoint }) => endpoint);
  const others = [...known.keys()].filter((name) => !configured.includes(name));
  return [...configured, ...others.sort()]
    .slice(0, MOST_ENDPOINTS)
    .map((endpoint) => known.get(endpoint) ?? { endpoint, ...NOTHING });
}

function durations({ endpoint, latency }: EndpointTotals): Sample[] {
  const buckets = latency.upTo.map(({ ms, count }) => ({ le: String(seconds(ms)), count }));
  return [
    ...[...buckets, { le: "+Inf", count: latency.count }].map(({ le, count }): Sample => ({
      suffix: "_bucket",
      labels: { endpoint, le },
      value: count,
    })),
    { suffix: "_sum", labels: { endpoint }, value: latency.sumMs / 1000 },
    { suffix: "_count", labels: { endpoint }, value: latency.count },
  ];
}

/** Without the digits that binary fractions leave. */
function seconds(ms: number): number {
  return Number((ms / 1000).toPrecision(3));
}
