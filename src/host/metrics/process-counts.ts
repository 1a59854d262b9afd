// What is counted where it happens, because nobody else keeps it: outlives a reload, as the relay does. Every label
// is one of the operator's words or ours, and their number has a bound.
import type { EngineClient } from "../../engine/thread/client.ts";
import type { Acceptance, NewRequest, RequestStatus } from "../../engine/inbox/inbox.ts";
import type { ProcessCounts, Series } from "../../view/metrics/readings.ts";
import type { Intake } from "../inbound/door/intake.ts";

/** Sets of label values of one metric. */
const MOST_SERIES = 1_000;

export function newCounts(): ProcessCounts {
  return {
    captured: 0,
    refused: 0,
    missed: 0,
    requests: new Map(),
    runs: new Map(),
    answers: new Map(),
    leftOut: 0,
  };
}

/** The same client; what it takes in and what it refuses is counted. */
export function countingClient(client: EngineClient, counts: ProcessCounts): EngineClient {
  return {
    ...client,
    capture(record) {
      const isTaken = client.capture(record);
      counts[isTaken ? "captured" : "refused"] += 1;
      return isTaken;
    },
  };
}

/** The same intake; what came of each request at its route is counted. */
export function countingIntake(accept: Intake, counts: ProcessCounts): Intake {
  return async (request) => {
    const acceptance = await accept(request);
    count(counts, counts.requests, { route: request.route, ...verdictOf(request, acceptance) });
    return acceptance;
  };
}

export function countRun(
  counts: ProcessCounts,
  { route, status: outcome }: { route: string; status: RequestStatus },
): void {
  count(counts, counts.runs, { route, outcome });
}

export function countAnswer(counts: ProcessCounts, status: number): void {
  count(counts, counts.answers, { status: String(status) });
}

export interface Verdict {
  verdict: "accepted" | "handshake" | "filtered" | "rejected" | "duplicate" | "full";
  /** Of what was rejected: which step did so. */
  step?: string;
}

export function verdictOf({ status, verdicts }: NewRequest, { kind }: Acceptance): Verdict {
  if (kind !== "stored") return { verdict: kind };
  if (status === "waiting") return { verdict: "accepted" };
  const step = verdicts.findLast(({ ok }) => !ok)?.step;
  return { verdict: status, ...(status === "rejected" && step !== undefined && { step }) };
}

function count(counts: ProcessCounts, series: Series, labels: Record<string, string>): void {
  const key = JSON.stringify(labels);
  const before = series.get(key);
  if (before === undefined && series.size >= MOST_SERIES) counts.leftOut += 1;
  else series.set(key, (before ?? 0) + 1);
}
