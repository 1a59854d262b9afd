import { describe, expect, it } from "vitest";
import { newCounts } from "../../../src/host/metrics/process-counts.ts";
import { exposition } from "../../../src/view/metrics/exposition.ts";
import { families } from "../../../src/view/metrics/families.ts";
import { MOST_ENDPOINTS } from "../../../src/view/metrics/endpoint-families.ts";
import type { EngineReadings } from "../../../src/view/metrics/readings.ts";

const none = { count: 0, sumMs: 0, upTo: [] };

function textOf(engine?: EngineReadings): string {
  return exposition(
    families({
      version: "1.2.3",
      counts: newCounts(),
      queued: { events: 2, bytes: 900 },
      restarts: 1,
      maxBytes: 1_000_000,
      ...(engine && { engine }),
    }),
  );
}

const linesOf = (text: string, name: string): string[] =>
  text.split("\n").filter((line) => line.startsWith(`openclaw_webhook_${name}`));

describe("the text of metrics", () => {
  it("escapes what would end a label, a value or a line", () => {
    expect(
      exposition([
        {
          name: "a_total",
          type: "counter",
          help: 'one \\ two\n"three"',
          samples: [{ labels: { name: 'a"b\\c\nd' }, value: 1 }],
        },
        { name: "b", type: "gauge", help: "nothing to tell", samples: [] },
      ]),
    ).toBe(
      '# HELP a_total one \\\\ two\\n"three"\n# TYPE a_total counter\na_total{name="a\\"b\\\\c\\nd"} 1\n',
    );
  });

  it("tells what this process knows while the engine says nothing", () => {
    const names = [...textOf().matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(names).toEqual([
      "openclaw_webhook_build_info",
      "openclaw_webhook_events_captured_total",
      "openclaw_webhook_events_dropped_total",
      "openclaw_webhook_events_queued",
      "openclaw_webhook_events_queued_bytes",
      "openclaw_webhook_engine_up",
      "openclaw_webhook_engine_restarts_total",
      "openclaw_webhook_label_values_left_out",
    ]);
  });

  it("tells of so many endpoints, those in the config first, and how many it leaves out", () => {
    const names = Array.from({ length: MOST_ENDPOINTS + 5 }, (_, index) => `past-${1000 + index}`);
    const text = textOf({
      endpoints: [{ endpoint: "zebra", state: "ok", inFlight: 1, waiting: 0 }],
      totals: names.map((endpoint) => ({
        endpoint,
        delivered: 1,
        failed: 0,
        dead: 0,
        latency: none,
      })),
      space: { bytes: 3, usedBytes: 2 },
    });
    const dead = linesOf(text, "deliveries_dead_total");
    expect(dead).toHaveLength(MOST_ENDPOINTS);
    expect(dead.slice(0, 2)).toEqual([
      'openclaw_webhook_deliveries_dead_total{endpoint="zebra"} 0',
      'openclaw_webhook_deliveries_dead_total{endpoint="past-1000"} 0',
    ]);
    expect(linesOf(text, "label_values_left_out")).toEqual([
      "openclaw_webhook_label_values_left_out 6",
    ]);
  });

  it("writes latencies as a histogram in seconds, and a store that cannot write as 0", () => {
    const text = textOf({
      storage: "no room",
      endpoints: [],
      totals: [
        {
          endpoint: "main",
          delivered: 3,
          failed: 0,
          dead: 0,
          latency: {
            count: 3,
            sumMs: 1_530,
            upTo: [
              { ms: 2.07, count: 1 },
              { ms: 708, count: 2 },
            ],
          },
        },
      ],
      space: { bytes: 3, usedBytes: 2 },
    });
    expect(linesOf(text, "attempt_duration_seconds")).toEqual([
      'openclaw_webhook_attempt_duration_seconds_bucket{endpoint="main",le="0.00207"} 1',
      'openclaw_webhook_attempt_duration_seconds_bucket{endpoint="main",le="0.708"} 2',
      'openclaw_webhook_attempt_duration_seconds_bucket{endpoint="main",le="+Inf"} 3',
      'openclaw_webhook_attempt_duration_seconds_sum{endpoint="main"} 1.53',
      'openclaw_webhook_attempt_duration_seconds_count{endpoint="main"} 3',
    ]);
    expect(linesOf(text, "store_writable")).toEqual(["openclaw_webhook_store_writable 0"]);
  });
});
