// Sub-agents: who spawned them. Told as `data.parent` of whatever happens in their sessions.
import type { Mapper } from "../draft.ts";
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
  return [];
};
