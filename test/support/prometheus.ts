// Debian's Prometheus, scraping one address each second, and its promtool.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { freePort, startProgram } from "./program.ts";

export interface Target {
  port: number;
  path: string;
  /** Bearer token. */
  token?: string;
  /** A file of alert rules. */
  rules?: string;
}

export interface Prometheus {
  /** An instant query: values by what `name` makes of the labels; absent = their values in the order of their names. */
  query: (
    expression: string,
    name?: (labels: Record<string, string>) => string,
  ) => Promise<Record<string, number>>;
  /** All metric names that begin with this. */
  names: (prefix: string) => Promise<string[]>;
  /** Resolves after a scrape that began after this call. */
  scraped: () => Promise<void>;
  /** What it says of its target. */
  lastError: () => Promise<string>;
  stop: () => Promise<void>;
}

interface Result {
  metric: Record<string, string>;
  value: [number, string];
}

const OF_PROMETHEUS: ReadonlySet<string> = new Set(["__name__", "instance", "job"]);

function byValues(labels: Record<string, string>): string {
  const ours = Object.entries(labels).filter(([name]) => !OF_PROMETHEUS.has(name));
  return ours.map(([, value]) => value).join(" ");
}

export async function startPrometheus(target: Target): Promise<Prometheus> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-prometheus-"));
  const port = await freePort();
  const config = {
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    ...(target.rules !== undefined && { rule_files: [target.rules] }),
    scrape_configs: [
      {
        job_name: "openclaw",
        metrics_path: target.path,
        ...(target.token !== undefined && { authorization: { credentials: target.token } }),
        static_configs: [{ targets: [`127.0.0.1:${target.port}`] }],
      },
    ],
  };
  // JSON is YAML.
  writeFileSync(join(directory, "prometheus.yml"), JSON.stringify(config));
  const program = await startProgram(
    "prometheus",
    [
      `--config.file=${join(directory, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(directory, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    port,
  );
  const ask = async <Data>(path: string): Promise<Data> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const said = (await response.json()) as { status: string; error?: string; data: Data };
    if (said.status !== "success") throw new Error(`${path}: ${said.error}`);
    return said.data;
  };
  const targetState = async (): Promise<{ lastScrape: string; lastError: string }> => {
    const { activeTargets } = await ask<{
      activeTargets: { lastScrape: string; lastError: string }[];
    }>("targets");
    return activeTargets[0] ?? { lastScrape: "", lastError: "no target" };
  };
  return {
    async query(expression, name = byValues) {
      const { result } = await ask<{ result: Result[] }>(
        `query?query=${encodeURIComponent(expression)}`,
      );
      return Object.fromEntries(
        result.map(({ metric, value: [, value] }) => [name(metric), Number(value)]),
      );
    },
    async names(prefix) {
      const names = await ask<string[]>("label/__name__/values");
      return names.filter((name) => name.startsWith(prefix));
    },
    async scraped() {
      const since = Date.now();
      // Not `expect.poll`: a set-up asks, too.
      await vi.waitFor(
        async () => expect(Date.parse((await targetState()).lastScrape)).toBeGreaterThan(since),
        { timeout: 30_000, interval: 100 },
      );
    },
    lastError: async () => (await targetState()).lastError,
    async stop() {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Its words; it throws them where promtool found a fault. */
export function promtool(args: readonly string[], input = ""): string {
  const { status, stdout, stderr } = spawnSync("promtool", args, { input, encoding: "utf8" });
  const said = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(said);
  return said;
}
