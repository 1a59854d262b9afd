// The rows of accepting requests.
import { measureInGateway, type Extent } from "./measure.ts";
import { ratio, row, withGoal, type Row } from "./rows.ts";

export async function inboundRows({ runs, count, warmup }: Extent): Promise<Row[]> {
  const all = await measureInGateway(runs, "inbound.ts", count, warmup);
  const bare = row("bare route in the Gateway", "requests/s", all, "barePerSecond");
  const accept = row("inbound accept, stored and waiting", "requests/s", all, "acceptPerSecond");
  const at = "at 500 requests/s";
  const growth = "with 10000 more requests waiting";
  return [
    bare,
    accept,
    withGoal(ratio("accept ÷ bare route", accept, bare), ">=", 0.5),
    row(`bare route ${at}, p50`, "ms", all, "bareP50Ms"),
    row(`bare route ${at}, p99`, "ms", all, "bareP99Ms"),
    withGoal(row(`accept ${at}, p50`, "ms", all, "acceptP50Ms"), "<=", 5),
    row(`accept ${at}, p99`, "ms", all, "acceptP99Ms"),
    row("Gateway's event-loop delay p99, idle", "ms", all, "idleDelayP99Ms"),
    row(`Gateway's event-loop delay p99, bare route ${at}`, "ms", all, "bareDelayP99Ms"),
    row(`Gateway's event-loop delay p99, accept ${at}`, "ms", all, "acceptDelayP99Ms"),
    withGoal(
      row(`Gateway's event-loop delay p99, accept ${at} - idle`, "ms", all, "delayP99OverIdleMs"),
      "<=",
      2,
    ),
    withGoal(row(`Gateway's memory (RSS) ${growth}`, "MB", all, "waitingRssMb"), "<=", 50),
    row(`Gateway's heap in use ${growth}`, "MB", all, "waitingHeapMb"),
  ];
}
