// Agent turns: what they use, how they end. They are no events of their own, but every other event needs them.
import type { Usage } from "../../generated/event.ts";
import { completeSubject, type Draft, type Mapper } from "../draft.ts";
import type { Run } from "../known.ts";
import { noteRun, type Memory } from "../memory.ts";
import {
  contentText,
  fields,
  number,
  text,
  type Fields,
  type Observation,
} from "../observation.ts";
import { noteMirror } from "../reply/mirror.ts";
import { replyProduced } from "../reply/produced.ts";
import { triggerByName } from "../who/trigger.ts";
import { commandHeard } from "./received.ts";
import { countMessages } from "./session.ts";

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
  switch (data["phase"]) {
    case "end":
      if (data["aborted"] !== true) runEnded(memory, at, run, fields(data, "terminalReply"));
      return [];
    case "error":
      return data["aborted"] === true ? [] : runFailed(memory, observation, runId, data);
    default:
      return [];
  }
};

/** Rows that the host writes itself: what it sent, what it answered. */
const NO_MODELS: ReadonlySet<unknown> = new Set(["delivery-mirror", "gateway-injected"]);

/** A transcript message of role `assistant`: one per model call, with its usage. */
export const assistantMessage: Mapper = ({ event, at }, memory) => {
  const message = fields(event, "message");
  countMessages(memory, at, event);
  if (NO_MODELS.has(message["model"])) {
    noteMirror(memory, at, text(event["sessionKey"]), message);
    return [];
  }
  const runId = text(event["runId"]) ?? text(fields(message, "__openclaw")["runId"]);
  if (runId === undefined) return [];
  const run = noteRun(memory, runId, at, {
    agentId: text(event["agentId"]),
    sessionId: text(event["sessionId"]),
    sessionKey: text(event["sessionKey"]),
    provider: text(message["provider"]),
    model: text(message["model"]),
    ...lastWords(event, message),
  });
  run.usage = addUsage(run.usage, fields(message, "usage"));
  return [];
};

/** `model_call_started`: the only place where the host tells a run's trace on every path. */
export const modelCalled: Mapper = ({ event, context, at }, memory) => {
  const runId = text(event["runId"]) ?? text(context["runId"]);
  if (runId === undefined) return [];
  const run = noteRun(memory, runId, at, {
    traceparent: traceparent(fields(context, "trace")),
    sessionKey: text(context["sessionKey"]),
    sessionId: text(context["sessionId"]),
  });
  const commands = commandHeard(memory, at, runId);
  noteCause(memory, at, run);
  return commands;
};

/** By now the message that set the turn going is in the transcript; at its start it may not be. */
function noteCause(memory: Memory, at: number, run: Run): void {
  const { sessionKey } = run;
  if (sessionKey === undefined) return;
  const conversation = memory.conversations.get(sessionKey, at);
  const pending = conversation?.pending;
  const named = run.trigger ?? triggerByName(run.id, sessionKey);
  // A turn that its name explains leaves a message to the next one.
  const isOfThis = named === undefined || pending?.said === undefined || pending.runId === run.id;
  // Agents that talk with each other take turns of which no row tells.
  const goesOn = pending === undefined && conversation?.trigger === "agent" ? "agent" : undefined;
  run.trigger = named ?? pending?.trigger ?? goesOn;
  if (conversation !== undefined) conversation.trigger = run.trigger;
  if (conversation === undefined || pending === undefined || !isOfThis) return;
  run.said ??= pending.said;
  conversation.pending = undefined;
}

/** `terminalReply.text` is cut after 4,096 characters; the transcript has all of it. */
function runEnded(memory: Memory, at: number, run: Run, reply: Fields): void {
  if (reply["disposition"] === "silent") return;
  const shown = text(reply["text"]);
  const isCut = shown?.endsWith("…") === true && run.reply?.startsWith(shown.slice(0, -1)) === true;
  if (shown !== undefined && !isCut) run.reply = shown;
  replyProduced(memory, at, run);
}

function lastWords(event: Fields, message: Fields): Pick<Run, "messageId" | "reply"> {
  const words = contentText(message["content"]);
  if (words === "") return {};
  // What is said beside a call of a tool is not the last word.
  const reply = message["stopReason"] === "toolUse" ? undefined : words;
  return { messageId: text(event["messageId"]), reply };
}

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
