// Which tools the runs of requests may use, enforced where the host asks: `before_tool_call`. Answers at once for all
// other sessions, and for ours from memory; only what a restart left behind is asked of the log. Never throws.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { compileToolPolicy, type ToolLimits } from "../../../inbound/tools/tool-policy.ts";
import { processRelay, type Relay } from "../../relay.ts";

/** The host gives a gate 15 s and then blocks; our own words say more. */
const ASK_WITHIN_MS = 5_000;

/** What a request was accepted with; `{}` = no limit. */
export type SessionLimits = ToolLimits;

interface Blocked {
  block: true;
  blockReason: string;
}

/** Every loaded copy must: an agent run fires the hook in the copy that was loaded for it. */
export function enforceToolRules(api: OpenClawPluginApi): void {
  api.on("before_tool_call", ({ toolName, runId }, context) => {
    const relay = processRelay();
    const asked = { toolName, runId: runId ?? context.runId, sessionKey: context.sessionKey };
    return judgeTool(asked, relay);
  });
}

/** From now on what the run does, and what else happens in its session, is held to these limits. */
export function noteLimits(
  { toolLimits }: Relay,
  run: { runId: string; sessionKey: string; limits: SessionLimits },
): void {
  const now = Date.now();
  for (const key of [run.runId, run.sessionKey]) toolLimits.set(key, run.limits, now);
}

interface AskedTool {
  toolName: string;
  runId: string | undefined;
  sessionKey: string | undefined;
}

/**
 * A run of ours is known by its id, or by its session: the host takes up interrupted runs under ids of its own. A
 * session of ours whose limits are not known may use no tool.
 */
export function judgeTool(
  { toolName, runId, sessionKey }: AskedTool,
  relay: Pick<Relay, "toolLimits" | "running">,
): undefined | Blocked | Promise<undefined | Blocked> {
  const now = Date.now();
  const known =
    (runId === undefined ? undefined : relay.toolLimits.get(runId, now)) ??
    (sessionKey === undefined ? undefined : relay.toolLimits.get(sessionKey, now));
  if (known !== undefined) return verdict(known, toolName);
  const route = routeOfSessionKey(sessionKey);
  if (route === undefined || sessionKey === undefined) return undefined;
  return stored(relay, sessionKey).then((limits) => {
    if (limits === undefined) {
      const blockReason = `the limits of this session of route "${route}" are not known, so it may use no tool; send a new request`;
      return { block: true, blockReason } as const;
    }
    relay.toolLimits.set(sessionKey, limits, now);
    return verdict(limits, toolName);
  });
}

function verdict(limits: SessionLimits, toolName: string): Blocked | undefined {
  if (limits.allow === undefined && limits.deny === undefined) return undefined;
  const reason = compileToolPolicy(limits)(toolName);
  if (reason === undefined) return undefined;
  return { block: true, blockReason: `the tool ${toolName} may not be used here: ${reason}` };
}

async function stored(
  { running }: Pick<Relay, "running">,
  sessionKey: string,
): Promise<SessionLimits | undefined> {
  if (running === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ASK_WITHIN_MS);
  });
  try {
    return await Promise.race([running.client.call("sessionLimits", [sessionKey]), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** `agent:<agentId>:webhook:<route>…`, see `inbound/decision/words/session-key.ts`. */
export function routeOfSessionKey(sessionKey: string | undefined): string | undefined {
  const [kind, , origin, route] = sessionKey?.split(":") ?? [];
  return kind === "agent" && origin === "webhook" ? route : undefined;
}
