// Tool calls, from the agent event stream: it stands outside the host's tool gate, so that nothing
// here can ever block a call, and the host has already masked secrets and cut long texts in it. What no turn calls is
// in no stream: that alone is seen at the gate, by a tap that answers nothing.
import { completeSubject, type Draft, type Mapper } from "../draft.ts";
import { SENDER, type RunningCall } from "../known.ts";
import type { Memory } from "../memory.ts";
import {
  asFields,
  contentText,
  fields,
  number,
  text,
  type Fields,
  type Observation,
} from "../observation.ts";

/** By which tools that are not shown to the model are called (docs/tools/tool-search.md of the host). */
const WRAPPER = "tool_call";

/** Agent event stream `tool`: phases start, update, result. */
export const toolCall: Mapper = (observation, memory) => {
  const data = fields(observation.event, "data");
  const runId = text(observation.event["runId"]) ?? "";
  const name = text(data["name"]);
  const callId = text(data["toolCallId"]);
  if (name === undefined || callId === undefined) return [];
  const key = callKey(runId, callId);
  const at = number(observation.event["ts"]) ?? observation.at;
  const known = memory.toolCalls.get(key, at);
  const call = { observation, memory, name, callId };
  switch (data["phase"]) {
    case "start": {
      if (known !== undefined) return [];
      const wraps = name === WRAPPER ? "perhaps" : undefined;
      const running: RunningCall = { at, name, runId, params: data["args"], wraps };
      memory.toolCalls.set(key, running, at);
      const parentCallId = parentOf(memory, at, runId, data);
      return wraps === undefined ? [called(call, running, parentCallId)] : [];
    }
    case "result": {
      memory.toolCalls.delete(key);
      // The tool that it called was told as what it is.
      if (known?.wraps === "another") return [];
      const parentCallId = parentOf(memory, at, runId, data);
      const completion = completed(call, known, at, data, parentCallId);
      return known?.wraps === "perhaps"
        ? [called(call, known, undefined), completion]
        : [completion];
    }
    default:
      return [];
  }
};

/** `before_tool_call` of a call that no turn makes (`POST /tools/invoke`): nothing else tells of it, nor of its end. */
export const toolInvoked: Mapper = ({ event, context, at }, memory) => {
  const name = text(event["toolName"]);
  const callId = text(event["toolCallId"]) ?? text(context["toolCallId"]);
  const runId = text(event["runId"]) ?? text(context["runId"]);
  if (runId !== undefined || name === undefined || callId === undefined) return [];
  const params = event["params"];
  // Kept only to know the message that it sends: of no other such call an end is told that would let go of it.
  if (name === SENDER)
    memory.toolCalls.set(callKey("", callId), { at, name, runId: "", params }, at);
  const subject = {
    agentId: text(context["agentId"]),
    sessionKey: text(context["sessionKey"]),
    trigger: "api" as const,
  };
  const tool = { name, callId, params };
  return [
    { type: "tool.called", at, subject: completeSubject(memory, at, subject), data: { tool } },
  ];
};

interface Call {
  observation: Observation;
  memory: Memory;
  name: string;
  callId: string;
}

function called(
  { observation, memory, name, callId }: Call,
  { at, params }: RunningCall,
  parentCallId: string | undefined,
): Draft {
  const tool = { name, callId, parentCallId, params };
  return { type: "tool.called", ...circumstances(observation, memory, at), data: { tool } };
}

function completed(
  { observation, memory, name, callId }: Call,
  started: RunningCall | undefined,
  at: number,
  data: Fields,
  parentCallId: string | undefined,
): Draft {
  const result = data["result"];
  const failed = data["isError"] === true;
  const tool = {
    name,
    callId,
    parentCallId,
    params: started?.params,
    success: !failed,
    result,
    error: failed ? errorText(result) : undefined,
    durationMs: started === undefined ? undefined : Math.max(0, Math.round(at - started.at)),
  };
  return { type: "tool.completed", ...circumstances(observation, memory, at), data: { tool } };
}

/** The call within which this one is made; one that only passes it on is not told, and is no parent. */
function parentOf(memory: Memory, at: number, runId: string, data: Fields): string | undefined {
  const parentCallId = text(data["parentToolCallId"]);
  if (parentCallId === undefined) return undefined;
  const parent = memory.toolCalls.get(callKey(runId, parentCallId), at);
  if (parent?.wraps === undefined) return parentCallId;
  parent.wraps = "another";
  return undefined;
}

function callKey(runId: string, callId: string): string {
  return `${runId}\n${callId}`;
}

function circumstances(
  { event }: Observation,
  memory: Memory,
  at: number,
): Pick<Draft, "at" | "subject" | "traceparent"> {
  const runId = text(event["runId"]);
  // After an approval the host names a session that exists nowhere; the run's model calls name its own.
  const ofRun = runId === undefined ? undefined : memory.runs.get(runId, at)?.sessionKey;
  const known = {
    agentId: text(event["agentId"]),
    sessionKey: ofRun ?? text(event["sessionKey"]),
    sessionId: text(event["sessionId"]),
    runId,
  };
  return {
    at,
    subject: completeSubject(memory, at, known),
    traceparent: runId === undefined ? undefined : memory.runs.get(runId, at)?.traceparent,
  };
}

function errorText(result: unknown): string {
  const details = asFields(asFields(result)["details"]);
  return (
    text(details["error"]) ?? text(contentText(asFields(result)["content"])) ?? "the tool failed"
  );
}
