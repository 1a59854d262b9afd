// Small values for inbox tests: ids that sort by time, requests that wait, requests that join.
import type { NewRequest, RunSettlement } from "../../src/engine/inbox/inbox.ts";
import { noon } from "./store-samples.ts";

export const requestId = (number: number): string => `req_${String(number).padStart(8, "0")}`;

/** A request that waits for its run, with one name that no other has. */
export function sampleRequest(number: number, rest: Partial<NewRequest> = {}): NewRequest {
  return {
    id: requestId(number),
    route: "alert",
    receivedAt: noon,
    method: "POST",
    peer: "127.0.0.1",
    status: "waiting",
    httpStatus: 200,
    verdicts: [{ step: "authenticity", ok: true }],
    headers: { "content-type": "application/json" },
    query: {},
    body: { text: `{"n":${number}}`, encoding: "utf8", bytes: 7 },
    dedupeKeys: [`body:${number}`],
    dedupeForMs: 1000,
    job: {
      agentId: "alert-handler",
      sessionKey: `agent:alert-handler:hook:${number}`,
      prompt: `Alert ${number}`,
      timeoutMs: 60_000,
      mode: "agent",
      hops: 0,
    },
    ...rest,
  };
}

/** One that joins others of its key for 100 ms after each arrival, for 250 ms in all. */
export function joiningRequest(number: number, rest: Partial<NewRequest> = {}): NewRequest {
  const coalesce = { key: "host-1", windowMs: 100, maxWaitMs: 250, keep: "all" } as const;
  return sampleRequest(number, { coalesce, ...rest });
}

export function completed(number: number, rest: Partial<RunSettlement> = {}): RunSettlement {
  return { id: requestId(number), status: "completed", ...rest };
}
