// The rows of a Gateway that does nothing, with the plugin and without it.
import { measureInGateway, type Extent } from "./measure.ts";
import { ratio, row, withGoal, type Row } from "./rows.ts";

/** Seconds after "ready" when memory is read. */
const SETTLED = "60";

export async function idleRows({ runs }: Extent): Promise<Row[]> {
  const all = await measureInGateway(runs, "idle.ts", SETTLED);
  const of = (name: string, unit: string, figure: string): [withIt: Row, without: Row] => [
    row(`${name} with the plugin`, unit, all, `with_${figure}`),
    row(`${name} without it`, unit, all, `without_${figure}`),
  ];
  const rss = of("resident memory, idle", "MB", "rssMb");
  const pss = of("memory of its own (PSS), idle", "MB", "pssMb");
  const ready = of("ready after", "ms", "readyMs");
  const cpu = of("time of the CPU until ready", "ms", "readyCpuMs");
  return [
    ...[rss, pss, ready, cpu].flat(),
    withGoal(ratio("memory with ÷ without", ...rss), "<=", 1.04),
    ratio("memory of its own with ÷ without", ...pss),
    withGoal(ratio("ready with ÷ without", ...ready), "<=", 1.03),
    ratio("time of the CPU until ready with ÷ without", ...cpu),
  ];
}
