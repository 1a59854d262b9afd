// What a Gateway that does nothing pays for the plugin: once without it, once with it and one endpoint, each in a
// state directory of its own, from the start of the process until it answers, and its memory a while later.
import { readFileSync } from "node:fs";
import { createHost, hostConfig, type Host } from "../test/support/gateway.ts";
import { installPlugin } from "../test/support/packed-plugin.ts";
import { report } from "./report.ts";

/** Nothing runs, so nothing asks it. */
const MODEL = { modelBaseUrl: "http://127.0.0.1:9/v1" };
const ENDPOINT = {
  name: "idle",
  url: "https://receiver.example/hook",
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};

// The packed plugin, and how long after "ready" memory is read.
const [tarball = "", seconds = "60"] = process.argv.slice(2);

/** The sum over the process's own pages and its share of what is mapped by several, and what is resident. */
function memoryOf(pid: number): { rssMb: number; pssMb: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const inMb = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1]) / 1024;
  return { rssMb: inMb("Rss"), pssMb: inMb("Pss") };
}

/** The time of the CPU that a process has taken, in ms: fields 14 and 15, in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function once(host: Host): Promise<Record<string, number>> {
  const started = performance.now();
  const gateway = await host.start();
  const readyMs = performance.now() - started;
  const readyCpuMs = cpuMsOf(gateway.pid);
  await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
  const memory = memoryOf(gateway.pid);
  await gateway.stop();
  return { readyMs, readyCpuMs, ...memory };
}

const named = (prefix: string, figures: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [prefix + name, value]));

/** The first start of each writes what later ones find, so it is not counted. Which comes first is left to chance. */
async function pair(bare: Host, ours: Host): Promise<void> {
  for (const host of [bare, ours]) await (await host.start()).stop();
  const sides: [string, Host][] = [
    ["without_", bare],
    ["with_", ours],
  ];
  const figures = {};
  for (const [prefix, host] of Math.random() < 0.5 ? sides : sides.toReversed())
    Object.assign(figures, named(prefix, await once(host)));
  report(figures);
}

const bare = await createHost(MODEL);
const ours = await createHost(MODEL);
try {
  await bare.writeConfig({
    ...hostConfig(MODEL, bare.directory, bare.port, bare.token),
    plugins: { allow: [] },
  });
  await installPlugin(ours, tarball);
  await ours.writeConfig({
    ...hostConfig(MODEL, ours.directory, ours.port, ours.token),
    plugins: {
      allow: ["event-webhooks"],
      entries: { "event-webhooks": { enabled: true, config: { endpoints: [ENDPOINT] } } },
    },
  });
  await pair(bare, ours);
} finally {
  await bare.dispose();
  await ours.dispose();
}
