// Where the time of an attempt went, from the ends of its stages. Pure.
import type { AttemptRow } from "../data/answers.ts";

export interface Stage {
  name: "dns" | "connect" | "tls" | "firstByte" | "total";
  /** How long it took. */
  ms: number;
}

const IN_ORDER = ["dns", "connect", "tls", "firstByte", "total"] as const;

/** Stages that were not reached, or not needed because the connection was there, are left out. */
export function stagesOf(timings: AttemptRow["timings"]): Stage[] {
  const stages: Stage[] = [];
  let from = 0;
  for (const name of IN_ORDER) {
    const end = timings[name];
    if (end === undefined) continue;
    stages.push({ name, ms: Math.max(0, end - from) });
    from = Math.max(from, end);
  }
  return stages;
}
