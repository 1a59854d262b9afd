// The benchmark: prints one JSON object with every figure, its goal, and whether it was met. See README.md.
import { availableParallelism, cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { commandLineRows } from "./command-line-rows.ts";
import { hostileRows } from "./hostile-rows.ts";
import { idleRows } from "./idle-rows.ts";
import { inboundRows } from "./inbound-rows.ts";
import { isolationRows } from "./isolation-rows.ts";
import { logRows } from "./log-rows.ts";
import type { Extent } from "./measure.ts";
import { outboundRows } from "./outbound-rows.ts";
import { pageRows } from "./page-rows.ts";
import type { Row } from "./rows.ts";
import { scaleRows } from "./scale-rows.ts";
import { sharedRows } from "./shared-rows.ts";

const PARTS: Readonly<Record<string, (extent: Extent) => Promise<Row[]>>> = {
  outbound: outboundRows,
  isolation: isolationRows,
  log: logRows,
  scale: scaleRows,
  shared: sharedRows,
  inbound: inboundRows,
  hostile: hostileRows,
  "command-line": commandLineRows,
  idle: idleRows,
  page: pageRows,
};

const { values } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(PARTS).join(",") },
    runs: { type: "string", default: "5" },
    count: { type: "string", default: "40000" },
    warmup: { type: "string", default: "30000" },
    window: { type: "string", default: "4000" },
    rows: { type: "string", default: "1000000" },
    baseline: { type: "string" },
  },
});

const rows: Row[] = [];
for (const name of values.only.split(",")) {
  const part = PARTS[name];
  if (!part) throw new Error(`--only takes ${Object.keys(PARTS).join(", ")}, not "${name}"`);
  rows.push(...(await part({ ...values, runs: Number(values.runs) })));
}
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
console.log(
  JSON.stringify({ date: new Date().toISOString(), machine, parameters: values, rows }, null, 2),
);
