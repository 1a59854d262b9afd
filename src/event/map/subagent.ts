// Sub-agents: who spawned them, told as `data.parent` of whatever happens in their sessions, which was caused by what
// caused the spawning.
import type { Mapper } from "../draft.ts";
import { noteConversation, type Memory } from "../memory.ts";
import { text } from "../observation.ts";

/** `subagent_spawned`: comes before anything else of the session. */
export const subagentSpawned: Mapper = ({ event, context, at }, memory) => {
  const child = text(event["childSessionKey"]) ?? text(context["childSessionKey"]);
  const sessionKey = text(context["requesterSessionKey"]);
  // A plugin that starts a run in a session is told as a spawn of the session by itself.
  if (child === undefined || sessionKey === undefined || child === sessionKey) return [];
  const spawning = memory.toolCalls.find(
    at,
    ({ name, runId }) =>
      name === "sessions_spawn" && memory.runs.get(runId, at)?.sessionKey === sessionKey,
  );
  memory.parents.set(child, { sessionKey, runId: spawning?.runId }, at);
  inheritHops(memory, at, { child, parent: sessionKey });
  return [];
};

/** Without them a run would start to count anew in a session of its own, and a loop through it would not end. */
function inheritHops(
  memory: Memory,
  at: number,
  { child, parent }: { child: string; parent: string },
): void {
  const hops = memory.conversations.get(parent, at)?.hops;
  const own = memory.conversations.get(child, at)?.hops ?? 0;
  if (hops !== undefined && hops > own) noteConversation(memory, child, at, { hops });
}
