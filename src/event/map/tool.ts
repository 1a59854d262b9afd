// Tool calls, from the agent event stream: it stands outside the host's tool gate, so that nothing
// here can ever block a call, and the host has already masked secrets and cut long texts in it.
import { completeSubject, type Draft, type Mapper } from "../draft.ts";
import type { Memory } from "../memory.ts";
import { asFields, contentText, fields, number, text, type Observation } from "../observation.ts";

/** Agent event stream `tool`: phases start, update, result. */
export const toolCall: Mapper = (observation, memory) => {
  const data = fields(observation.event, "data");
  const runId = text(observation.event["runId"]) ?? "";
  const name = text(data["name"]);
  const callId = text(data["toolCallId"]);
  if (name === undefined || callId === undefined) return [];
  const key = `${runId}\n${callId}`;
  const at = number(observation.event["ts"]) ?? observation.at;
  const started = memory.toolCalls.get(key, at);
  switch (data["phase"]) {
    case "start": {
      if (started !== undefined) return [];
      const params = data["args"];
      memory.toolCalls.set(key, { at, params }, at);
      const tool = { name, callId, params };
      return [{ type: "tool.called", ...circumstances(observation, memory, at), data: { tool } }];
    }
    case "result": {
      memory.toolCalls.delete(key);
      const result = data["result"];
      const failed = data["isError"] === true;
      const tool = {
        name,
        callId,
        params: started?.params,
        success: !failed,
        result,
        error: failed ? errorText(result) : undefined,
        durationMs: started === undefined ? undefined : Math.max(0, Math.round(at - started.at)),
      };
      return [
        { type: "tool.completed", ...circumstances(observation, memory, at), data: { tool } },
      ];
    }
    default:
      return [];
  }
};

function circumstances(
  { event }: Observation,
  memory: Memory,
  at: number,
): Pick<Draft, "at" | "subject" | "traceparent"> {
  const runId = text(event["runId"]);
  const known = {
    agentId: text(event["agentId"]),
    sessionKey: text(event["sessionKey"]),
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
