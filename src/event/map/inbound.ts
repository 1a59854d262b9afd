// What became of an inbound request's run. Told by our own runner, not by the host.
import type { StoredRequest } from "../../engine/inbox/inbox.ts";
import type { RunJob } from "../../engine/inbox/run-job.ts";
import type { InboundCompletedData } from "../../generated/event.ts";
import type { Draft } from "../draft.ts";
import type { Memory } from "../memory.ts";
import { replyEvent, usageOf } from "../reply/reply-event.ts";

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
      trigger: "inbound" as const,
    },
    traceparent: run?.traceparent,
  };
  if (status === "completed") {
    const { reply } = request;
    const used = { model: run?.model, provider: run?.provider, usage: usageOf(run) };
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

/** `message.sent`: the runner sent a run's reply, or a template's words, to a channel. No hook of the host tells of it. */
export function wordsSent(
  memory: Memory,
  at: number,
  sent: {
    job: Pick<RunJob, "agentId" | "sessionKey">;
    runId?: string;
    words: string;
    channel: string;
    to: string;
    accountId?: string;
    messageIds: readonly string[];
  },
): Draft {
  const { job, runId, words, channel, to, accountId, messageIds } = sent;
  const { agentId, sessionKey } = job;
  return replyEvent(memory, {
    at,
    subject: { agentId, sessionKey, runId, channel, accountId, trigger: "inbound" },
    content: words,
    messageId: messageIds.at(-1),
    messageIds,
    delivery: messageIds.length > 0 ? "confirmed" : "handed",
    to,
  });
}
