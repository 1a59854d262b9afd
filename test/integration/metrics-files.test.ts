// The dashboard, the alert rules and the page that are handed out: Prometheus understands them, and every metric in
// them is one that a scrape has.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { newCounts } from "../../src/host/metrics/process-counts.ts";
import { exposition } from "../../src/view/metrics/exposition.ts";
import { families } from "../../src/view/metrics/families.ts";
import { hasPrograms } from "../support/program.ts";
import { promtool, startPrometheus } from "../support/prometheus.ts";

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../docs/metrics/${name}`, import.meta.url));

interface Panel {
  id: number;
  type: string;
  title: string;
  targets?: { expr: string }[];
  gridPos: { x: number; y: number; w: number; h: number };
}
const dashboard = JSON.parse(readFileSync(fileOf("grafana-dashboard.json"), "utf8")) as {
  panels: Panel[];
  templating: { list: { name: string; definition?: string }[] };
};
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const page = readFileSync(fileOf("../metrics.md"), "utf8");
const blockOf = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(page)?.[1] ?? "";
const alerts = readFileSync(fileOf("alerts.yml"), "utf8");

/** Each metric with one sample at least, under all its labels. */
function everyMetric(): { series: Set<string>; labels: Set<string> } {
  const counts = newCounts();
  counts.requests.set('{"route":"deploy","verdict":"rejected","step":"schema"}', 1);
  counts.runs.set('{"route":"deploy","outcome":"failed"}', 1);
  counts.answers.set('{"status":"202"}', 1);
  const latency = { count: 1, sumMs: 1, upTo: [{ ms: 1, count: 1 }] };
  const text = exposition(
    families({
      version: "1",
      counts,
      queued: { events: 0, bytes: 0 },
      restarts: 0,
      maxBytes: 1,
      engine: {
        endpoints: [{ endpoint: "main", state: "ok", inFlight: 0, waiting: 1 }],
        totals: [{ endpoint: "main", delivered: 1, failed: 0, dead: 0, latency, oldestAt: 1_000 }],
        space: { bytes: 1, usedBytes: 1 },
      },
    }),
  );
  return {
    series: new Set([...text.matchAll(/^(\w+)[{ ]/gm)].map(([, name = ""]) => name)),
    labels: new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name = ""]) => name)),
  };
}

const metricsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/openclaw_webhook_\w+/g)].map(([name]) => name)),
];

describe("the dashboard", () => {
  it("asks for every metric that there is, and for no other", () => {
    const ofScrape = [...everyMetric().series].map((name) =>
      name.replace(/_(sum|count)$/, "_bucket"),
    );
    const asked = metricsIn(expressions.join("\n"));
    expect(asked.toSorted()).toEqual([...new Set(ofScrape)].toSorted());
    const variables = dashboard.templating.list.flatMap(({ definition = "" }) =>
      metricsIn(definition),
    );
    expect(variables).toEqual(["openclaw_webhook_build_info", "openclaw_webhook_attempts_total"]);
  });

  it("asks for labels that there are", () => {
    const known = new Set([...everyMetric().labels, "instance", "le"]);
    const asked = expressions.flatMap((expression) => [
      ...[...expression.matchAll(/[{,] ?(\w+)=/g)].map(([, name = ""]) => name),
      ...[...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = ""]) => names.split(", ")),
    ]);
    expect(asked.length).toBeGreaterThan(40);
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
  });

  it("has panels that do not lie on each other, in 24 columns, each with its own id", () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of dashboard.panels) {
      expect([title, gridPos.x + gridPos.w <= 24]).toEqual([title, true]);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect([title, taken.has(`${x}/${y}`)]).toEqual([title, false]);
          taken.add(`${x}/${y}`);
        }
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

describe("the alert rules", () => {
  it("ask for metrics that there are", () => {
    const { series } = everyMetric();
    const asked = metricsIn(alerts);
    expect(asked.length).toBeGreaterThanOrEqual(10);
    expect(asked.filter((name) => !series.has(name))).toEqual([]);
  });
});

describe("the page", () => {
  it("tells of every metric that there is, and of no other", () => {
    const rows = page.matchAll(/^\| `(\w+)`(?:, `(\w+)`)? +\| (?:counter|gauge|histogram)/gm);
    const told = [...rows].flatMap(([, ...names]) => names.filter((name) => name !== undefined));
    const names = [...everyMetric().series]
      .filter((name) => !/_(sum|count)$/.test(name))
      .map((name) => name.replace(/^openclaw_webhook_|_bucket$/g, ""));
    expect(told.toSorted()).toEqual(names.toSorted());
  });

  it("shows the SDK as the tests of traces load it", () => {
    const loaded = readFileSync(fileOf("../../test/support/otel-preload.mjs"), "utf8");
    expect(blockOf("js").replace(/^\/\/.*\n/, "")).toBe(loaded);
  });
});

describe.skipIf(!hasPrograms("prometheus", "promtool"))("Prometheus", () => {
  it("takes the alert rules, and they fire when they should and only then", () => {
    expect(promtool(["check", "rules", fileOf("alerts.yml")])).toContain("11 rules found");
    expect(promtool(["test", "rules", fileOf("alerts.test.yml")])).toContain("SUCCESS");
  });

  it("takes the settings of the page", () => {
    const directory = mkdtempSync(join(tmpdir(), "event-webhooks-settings-"));
    try {
      writeFileSync(join(directory, "openclaw-gateway-token"), "a-token");
      writeFileSync(join(directory, "alerts.yml"), alerts);
      const settings = blockOf("yaml").replaceAll("/etc/prometheus", directory);
      const file = join(directory, "prometheus.yml");
      writeFileSync(file, settings);
      expect(promtool(["check", "config", file])).toContain("is valid prometheus config file");
      expect(settings).toContain("metrics_path: /event-webhooks/metrics");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("understands every question of the dashboard", async () => {
    const prometheus = await startPrometheus({ port: 9, path: "/" });
    try {
      for (const expression of expressions) {
        const asked = expression
          .replaceAll(/\$__(rate_interval|range)/g, "5m")
          .replaceAll(/\$(instance|endpoint)/g, ".*");
        expect(asked).not.toContain("$");
        await prometheus.query(asked);
      }
      await expect(prometheus.query("sum by (")).rejects.toThrow("parse error");
    } finally {
      await prometheus.stop();
    }
  });
});
