// All metrics, in the order in which they are told: what happened, what came in, endpoints, what it runs on.
//
// Names that the host's own exporter has are not used again (docs/gateway/prometheus.md of the host:
// `openclaw_webhook_received_total`, `_error_total`, `_duration_seconds`, which are of its channels).
import type { Family, Labels, Sample } from "./exposition.ts";
import { endpointFamilies, endpointsLeftOut } from "./endpoint-families.ts";
import type { EngineReadings, ProcessCounts, Readings, Series } from "./readings.ts";

export function families(readings: Readings): Family[] {
  const { version, counts, engine } = readings;
  const leftOut = counts.leftOut + (engine === undefined ? 0 : endpointsLeftOut(engine));
  return [
    gauge("build_info", "1, with the version of the plugin.", [{ labels: { version }, value: 1 }]),
    ...eventFamilies(readings),
    ...inboundFamilies(counts),
    ...(engine === undefined ? [] : endpointFamilies(engine)),
    ...engineFamilies(readings),
    gauge("label_values_left_out", "Endpoints and sets of labels that are too many to be told.", [
      { value: leftOut },
    ]),
  ];
}

function eventFamilies({ counts, queued }: Readings): Family[] {
  return [
    counter("events_captured_total", "Events that were taken in.", [{ value: counts.captured }]),
    counter(
      "events_dropped_total",
      "Events that are lost: the queue was full, or no plugin ran when the host told of them.",
      [
        { labels: { reason: "queue_full" }, value: counts.refused },
        { labels: { reason: "not_running" }, value: counts.missed },
      ],
    ),
    gauge("events_queued", "Events in memory that are not durable yet.", [
      { value: queued.events },
    ]),
    gauge("events_queued_bytes", "Their size.", [{ value: queued.bytes }]),
  ];
}

function inboundFamilies({ requests, runs, answers }: ProcessCounts): Family[] {
  return [
    counter(
      "inbound_requests_total",
      "Inbound requests at their route, by verdict; step: which one refused.",
      samplesOf(requests),
    ),
    counter("inbound_runs_total", "Runs of inbound requests that ended.", samplesOf(runs)),
    counter(
      "inbound_answers_total",
      "Answers on the inbound path by HTTP status, those to strangers included.",
      samplesOf(answers),
    ),
  ];
}

function engineFamilies({ engine, restarts, maxBytes }: Readings): Family[] {
  return [
    gauge("engine_up", "1 while the delivery engine answers.", [
      { value: engine === undefined ? 0 : 1 },
    ]),
    counter("engine_restarts_total", "How often the delivery engine was started again.", [
      { value: restarts },
    ]),
    ...(engine === undefined ? [] : storeFamilies(engine, maxBytes)),
  ];
}

function storeFamilies({ storage, space }: EngineReadings, maxBytes: number): Family[] {
  return [
    gauge("store_writable", "1 while what happens can be written down.", [
      { value: storage === undefined ? 1 : 0 },
    ]),
    gauge("store_bytes", "The log on the disk: the whole file, and what of it is in use.", [
      { labels: { kind: "file" }, value: space.bytes },
      { labels: { kind: "used" }, value: space.usedBytes },
    ]),
    gauge("store_max_bytes", "What the log is held to, pending deliveries excepted.", [
      { value: maxBytes },
    ]),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name: `openclaw_webhook_${name}`, type: "gauge", help, samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name: `openclaw_webhook_${name}`, type: "counter", help, samples };
}

function samplesOf(series: Series): Sample[] {
  return [...series].map(([labels, value]) => ({ labels: JSON.parse(labels) as Labels, value }));
}
