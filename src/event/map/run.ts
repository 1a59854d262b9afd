// Agent turns: what they use, how they end. They are no events of their own, but every other event needs them.
import type { Usage } from "../../generated/event.ts";
import { completeSubject, type Draft, type Mapper } from "../draft.ts";
import { noteConversation, noteRun, type Memory } from "../memory.ts";
import {
  contentText,
  fields,
  number,
  text,
  type Fields,
  type Observation,
} from "../observation.ts";
import { replyProduced } from "./sent.ts";

/** Agent event stream `lifecycle`: phases start, model, end, error (and others that say nothing new). */
export const runLifecycle: Mapper = (observation, memory) => {
  const { event, at } = observation;
  const runId = text(event["runId"]);
  if (runId === undefined) return [];
  const data = fields(event, "data");
  const sessionKey = text(event["sessionKey"]);
  const run = noteRun(memory, runId, at, {
    agentId: text(event["agentId"]),
    sessionId: text(event["sessionId"]),
    sessionKey,
    model: text(data["model"]),
    provider: text(data["provider"]),
  });
  if (sessionKey !== undefined) noteConversation(memory, sessionKey, at, { runId });
  switch (data["phase"]) {
    case "end": {
      const reply = text(fields(data, "terminalReply")["text"]);
      return reply === undefined ? [] : replyProduced(memory, at, run, reply);
    }
    case "error":
      return data["aborted"] === true ? [] : runFailed(memory, observation, runId, data);
    default:
      return [];
  }
};

/** A transcript message of role `assistant`: one per model call, with its usage. */
export const assistantMessage: Mapper = ({ event, at }, memory) => {
  const message = fields(event, "message");
  const runId = text(event["runId"]) ?? text(fields(message, "__openclaw")["runId"]);
  if (runId === undefined) return [];
  const run = noteRun(memory, runId, at, {
    agentId: text(event["agentId"]),
    sessionId: text(event["sessionId"]),
    sessionKey: text(event["sessionKey"]),
    provider: text(message["provider"]),
    model: text(message["model"]),
    messageId: contentText(message["content"]) === "" ? undefined : text(event["messageId"]),
  });
  run.usage = addUsage(run.usage, fields(message, "usage"));
  return [];
};

/** `model_call_started`: the only place where the host tells a run's trace on every path. */
export const modelCalled: Mapper = ({ event, context, at }, memory) => {
  const runId = text(event["runId"]) ?? text(context["runId"]);
  if (runId === undefined) return [];
  noteRun(memory, runId, at, {
    traceparent: traceparent(fields(context, "trace")),
    sessionKey: text(context["sessionKey"]),
    sessionId: text(context["sessionId"]),
  });
  return [];
};

function runFailed(memory: Memory, { at }: Observation, runId: string, data: Fields): Draft[] {
  const run = noteRun(memory, runId, at, {});
  if (run.failed === true) return [];
  run.failed = true;
  const cause = fields(data, "errorObservation");
  return [
    {
      type: "error.occurred",
      at,
      subject: completeSubject(memory, at, { runId }),
      data: {
        error: {
          kind: "run",
          message: text(data["error"]) ?? "the run failed",
          code: text(cause["failoverReason"]),
          provider: text(cause["provider"]) ?? run.provider,
          model: text(cause["model"]) ?? run.model,
        },
      },
      traceparent: run.traceparent,
    },
  ];
}

/** A cost of 0 is left out: the host writes it too where it knows no prices. */
function addUsage(sum: Usage | undefined, call: Fields): Usage | undefined {
  if (number(call["totalTokens"]) === undefined) return sum;
  const add = (before: number | undefined, key: string): number =>
    (before ?? 0) + (number(call[key]) ?? 0);
  const costUsd = (sum?.costUsd ?? 0) + (number(fields(call, "cost")["total"]) ?? 0);
  return {
    inputTokens: add(sum?.inputTokens, "input"),
    outputTokens: add(sum?.outputTokens, "output"),
    cacheReadTokens: add(sum?.cacheReadTokens, "cacheRead"),
    cacheWriteTokens: add(sum?.cacheWriteTokens, "cacheWrite"),
    totalTokens: add(sum?.totalTokens, "totalTokens"),
    ...(costUsd > 0 ? { costUsd } : {}),
  };
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function traceparent(trace: Fields): string | undefined {
  const traceId = text(trace["traceId"]);
  const spanId = text(trace["spanId"]);
  if (traceId === undefined || spanId === undefined) return undefined;
  return `00-${traceId}-${spanId}-${text(trace["traceFlags"]) ?? "00"}`;
}
