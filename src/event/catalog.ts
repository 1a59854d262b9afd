// The list of everything that can be sent: what the host tells → what it may become.
import type { EventType } from "../generated/event-types.ts";
import type { Mapper } from "./draft.ts";
import { messageAnnounced } from "./map/announced.ts";
import { userMessage } from "./map/received.ts";
import { assistantMessage, modelCalled, runLifecycle } from "./map/run.ts";
import { sessionEnded, sessionStarted } from "./map/session.ts";
import { subagentSpawned } from "./map/subagent.ts";
import { toolCall, toolInvoked } from "./map/tool.ts";
import type { Source } from "./observation.ts";
import { messageSent } from "./reply/delivered.ts";
import { messageSending, replySending } from "./reply/sending.ts";

export interface Row {
  source: Source;
  /** Hook name, agent event stream, or transcript role. */
  name: string;
  /** Empty: it only adds to what other rows tell. */
  types: readonly EventType[];
  map: Mapper;
}

export const CATALOG = [
  {
    source: "transcript",
    name: "user",
    types: ["message.received", "session.created"],
    map: userMessage,
  },
  { source: "hook", name: "message_received", types: [], map: messageAnnounced },
  { source: "hook", name: "reply_payload_sending", types: ["message.sent"], map: replySending },
  { source: "hook", name: "message_sending", types: [], map: messageSending },
  {
    source: "hook",
    name: "message_sent",
    types: ["message.sent", "error.occurred"],
    map: messageSent,
  },
  {
    source: "agent",
    name: "lifecycle",
    types: ["message.sent", "error.occurred"],
    map: runLifecycle,
  },
  { source: "transcript", name: "assistant", types: [], map: assistantMessage },
  { source: "hook", name: "model_call_started", types: [], map: modelCalled },
  { source: "hook", name: "subagent_spawned", types: [], map: subagentSpawned },
  { source: "hook", name: "session_start", types: ["session.created"], map: sessionStarted },
  { source: "hook", name: "session_end", types: ["session.ended"], map: sessionEnded },
  { source: "hook", name: "before_tool_call", types: ["tool.called"], map: toolInvoked },
  { source: "agent", name: "tool", types: ["tool.called", "tool.completed"], map: toolCall },
] as const satisfies readonly Row[];

const ROWS: ReadonlyMap<string, Row> = new Map(
  CATALOG.map((row) => [`${row.source}:${row.name}`, row]),
);

/** Whether anything listens to this; asked before an observation is even made. */
export function rowFor(source: Source, name: string): Row | undefined {
  return ROWS.get(`${source}:${name}`);
}
