// Which tools the runs of a route may use, enforced where the host asks: `before_tool_call`. Registered
// only when some route limits tools; it answers from memory at once, and never throws.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { Route } from "../../config/route-settings.ts";
import { processRelay } from "../relay.ts";

export type ToolRules = ReadonlyMap<string, NonNullable<Route["tools"]>>;

/** Every loaded copy must: an agent run fires the hook in the copy that was loaded for it. */
export function enforceToolRules(api: OpenClawPluginApi): void {
  const relay = processRelay();
  api.on("before_tool_call", ({ toolName }, { sessionKey }) => {
    const route = routeOfSessionKey(sessionKey);
    const rules = route === undefined ? undefined : relay.toolRules.get(route);
    if (rules === undefined || allows(rules, toolName)) return undefined;
    return { block: true, blockReason: `route "${route}" does not allow the tool ${toolName}` };
  });
}

export function toolRulesOf(routes: readonly Route[]): ToolRules {
  return new Map(routes.flatMap(({ name, tools }) => (tools === undefined ? [] : [[name, tools]])));
}

/** `deny` wins; an empty or absent `allow` allows all others. */
function allows({ allow, deny }: NonNullable<Route["tools"]>, tool: string): boolean {
  if (deny?.includes(tool) === true || deny?.includes("*") === true) return false;
  return allow === undefined || allow.includes(tool) || allow.includes("*");
}

/** `agent:<agentId>:webhook:<route>…`, see `inbound/session-key.ts`. */
export function routeOfSessionKey(sessionKey: string | undefined): string | undefined {
  const [kind, , origin, route] = sessionKey?.split(":") ?? [];
  return kind === "agent" && origin === "webhook" ? route : undefined;
}
