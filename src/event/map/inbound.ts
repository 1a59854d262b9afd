// What became of an inbound request's run. Told by our own runner, not by the host.
import type { StoredRequest } from "../../engine/inbox/inbox.ts";
import type { InboundCompletedData } from "../../generated/event.ts";
import type { Draft } from "../draft.ts";
import type { Memory } from "../memory.ts";

type Ended = StoredRequest & { items?: Readonly<InboundCompletedData["items"]> };

/** `inbound.completed`, or `inbound.failed` with what went wrong. */
export function inboundEnded(request: Ended, memory: Memory, at: number): Draft {
  const { id, route, job, durationMs, status, items, runId = id } = request;
  const run = memory.runs.get(runId, at);
  const about = { id, route, ...(job?.batch && { batch: job.batch }) };
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
      data: { request: about, ...(items && { items: [...items] }), reply, ...used, durationMs },
    };
  }
  const message = request.error ?? "the run failed";
  return {
    type: "inbound.failed",
    ...circumstances,
    data: {
      request: about,
      ...(items && { items: [...items] }),
      error: { kind: "inbound", message },
      durationMs,
    },
  };
}
