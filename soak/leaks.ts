// Whether anything grows under a long mixed load: heap of both threads, memory of the process, open file
// descriptors. The load runs in a process of its own (`leaks-process.ts`); this judges its samples.
import { fork } from "node:child_process";
import { once } from "node:events";
import { growth } from "./flat.ts";
import type { Report, Sample } from "./leaks-process.ts";
import type { Verdict } from "./verdict.ts";

export interface LeaksOptions {
  seconds: number;
  seed: number;
  /** Default: 24. */
  samples?: number;
  onSample?: (sample: Sample) => void;
}

const MB = 2 ** 20;
/** The most that the last third may be above the middle third. */
const BOUNDS: Record<keyof Sample, number> = {
  heapBytes: MB,
  engineHeapBytes: MB,
  rssBytes: 8 * MB,
  descriptors: 4,
};
/**
 * V8 lets its young generation grow and shrink between 1 and 16 MB for each of three spaces, and keeps the pages:
 * left to that, the memory of the process moves by over 100 MB where nothing leaks.
 */
const YOUNG_MB = 8;
const FLAGS = [
  "--expose-gc",
  `--min-semi-space-size=${YOUNG_MB}`,
  `--max-semi-space-size=${YOUNG_MB}`,
];

export async function watchForLeaks(options: LeaksOptions): Promise<Verdict> {
  const { seconds, seed, samples: wanted = 24, onSample } = options;
  const script = new URL("leaks-process.ts", import.meta.url);
  const child = fork(script, [seconds, seed, wanted].map(String), { execArgv: FLAGS });
  const samples: Sample[] = [];
  let load: Record<string, number> = {};
  child.on("message", (report: Report) => {
    if ("load" in report) ({ load } = report);
    else {
      samples.push(report.sample);
      onSample?.(report.sample);
    }
  });
  const [code] = (await once(child, "close")) as [number | null];
  const names = Object.keys(BOUNDS) as (keyof Sample)[];
  const grown = names.map((name) => ({ name, by: growth(samples.map((each) => each[name])) }));
  const violations = grown
    .filter(({ name, by }) => !(by <= BOUNDS[name]))
    .map(({ name, by }) => `${name} grew by ${by}, allowed are ${BOUNDS[name]}`);
  if (code !== 0) violations.push(`the measured process ended with ${code}`);
  return {
    part: "leaks",
    figures: {
      seconds,
      ...load,
      ...Object.fromEntries(grown.map(({ name, by }) => [`${name} grown by`, by])),
      ...Object.fromEntries(
        names.map((name) => [`${name} at the end`, samples.at(-1)?.[name] ?? NaN]),
      ),
    },
    violations,
  };
}
