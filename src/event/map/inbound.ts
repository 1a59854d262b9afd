// What became of an inbound request's run. Told by our own runner, not by the host.
import type { StoredRequest } from "../../engine/inbox/inbox.ts";
import type { Draft } from "../draft.ts";
import type { Memory } from "../memory.ts";

/** `inbound.completed`, or `inbound.failed` with what went wrong. */
export function inboundEnded(request: StoredRequest, memory: Memory, at: number): Draft {
  const { id, route, job, durationMs, status, runId = id } = request;
  const run = memory.runs.get(runId, at);
  const circumstances = {
    at,
    subject: {
      agentId: job?.agentId,
      sessionId: run?.sessionId,
      sessionKey: job?.sessionKey,
      runId,
    },
    traceparent: run?.traceparent,
  };
  if (status === "completed") {
    const { reply } = request;
    const used = { model: run?.model, provider: run?.provider, usage: run?.usage };
    return {
      type: "inbound.completed",
      ...circumstances,
      data: { request: { id, route }, reply, ...used, durationMs },
    };
  }
  const message = request.error ?? "the run failed";
  return {
    type: "inbound.failed",
    ...circumstances,
    data: { request: { id, route }, error: { kind: "inbound", message }, durationMs },
  };
}
