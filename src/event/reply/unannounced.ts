// What the host sends of its own accord: heartbeats, announcements, words of the tool `message` and of programs.
import { SENDER, type Outgoing, type RunningCall } from "../known.ts";
import { noteRun, type Memory } from "../memory.ts";
import { agentOfSessionKey, asFields, fields, id, text, type Fields } from "../observation.ts";
import { mediaOf } from "./media-lines.ts";
import type { Marks } from "./outgoing.ts";
import { writtenBy } from "./produced.ts";

/** Of a call without a turn no end is told. */
const INVOKED_WITHIN_MS = 60_000;

/** A message that the host sends of its own accord, with the run that wrote it as far as its words tell. */
export function unannounced(
  memory: Memory,
  at: number,
  marks: Marks,
  event: Fields,
  context: Fields,
): Outgoing {
  const call = toolThatSays(memory, at, marks);
  const runId = text(event["runId"]) ?? text(context["runId"]) ?? text(call?.runId);
  const author = runId ?? writtenBy(memory, at, marks)?.id;
  if (author !== undefined && call === undefined) {
    noteRun(memory, author, at, { overChannel: true });
    memory.produced.delete(author);
  }
  return {
    stage: "sending",
    ...marks,
    // The session that a tool's message is filed under may exist nowhere: the run's own is the true one.
    sessionKey: author === undefined ? marks.sessionKey : undefined,
    media: mediaOf(fields(event, "metadata")["mediaUrls"]),
    runId: author,
    trigger: call?.runId === "" ? "api" : undefined,
    notice: false,
    reply: false,
    at,
    dueAt: at,
  };
}

export function marksOf(event: Fields, context: Fields): Marks {
  return {
    channel: text(context["channelId"]) ?? text(fields(event, "metadata")["channel"]),
    accountId: text(context["accountId"]),
    to: id(event["to"]) ?? id(context["conversationId"]),
    content: text(event["content"]) ?? "",
    sessionKey: text(event["sessionKey"]) ?? text(context["sessionKey"]),
  };
}

/** The call of the tool `message` that goes on right now and has these words. */
function toolThatSays(
  memory: Memory,
  at: number,
  { content, sessionKey }: Marks,
): RunningCall | undefined {
  const agentId = agentOfSessionKey(sessionKey);
  return memory.toolCalls.find(at, ({ name, params, runId, at: since }) => {
    // Of a call without a turn no end is told.
    if (name !== SENDER || (runId === "" && at - since > INVOKED_WITHIN_MS)) return false;
    const { message, caption, text: words } = asFields(params);
    const run = memory.runs.get(runId, at);
    if (agentId !== undefined && run?.agentId !== undefined && run.agentId !== agentId)
      return false;
    return [message, caption, words].some((said) => text(said)?.trim() === content.trim());
  });
}
