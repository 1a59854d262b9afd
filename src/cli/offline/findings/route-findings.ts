// What is not safe about a route that works, and which ones stand still. Must not show a secret.
import { wordingOf } from "../../../inbound/prompt/wording/wording.ts";
import type { Route } from "../../../config/route/route-settings.ts";
import { hasFreeText } from "../../../inbound/reading/closed-schema.ts";
import { compileToolPolicy } from "../../../inbound/tools/tool-policy.ts";
import type { Finding } from "./finding.ts";

/** Those of the tools that act on the machine or the web which an agent may use; undefined = not known. */
export type PowerfulTools = (agentId: string) => readonly string[] | undefined;

export function routeFindings(routes: readonly Route[], powerfulTools: PowerfulTools): Finding[] {
  return routes.flatMap((route) => {
    if (route.held !== undefined) return [held(route, route.held)];
    const found = [access(route), reach(route, powerfulTools(route.agentId) ?? [])];
    return found.filter((finding) => finding !== undefined);
  });
}

function held({ name }: Route, reason: string): Finding {
  return {
    checkId: "event-webhooks.route.held",
    severity: "warn",
    title: `Route "${name}" is held: it answers 503`,
    detail: reason,
    remediation: "Correct what is named.",
  };
}

function access(route: Route): Finding | undefined {
  if (route.auth.kind === "none") return open(route);
  if (route.auth.kind !== "loopback") return undefined;
  return {
    checkId: "event-webhooks.route.loopback_only",
    severity: "info",
    title: `Route "${route.name}" has no auth: only programs on this machine are answered`,
    detail: "Every other caller gets 401, also one that comes through a tunnel or a proxy.",
    remediation: `Set \`auth\` for callers from outside, for example { preset: "github", secret }.`,
  };
}

function open(route: Route): Finding {
  const isHarmless = route.mode === "deliver" || hasNoTools(route);
  return {
    checkId: "event-webhooks.route.unauthenticated",
    severity: isHarmless ? "warn" : "critical",
    title: `Route "${route.name}" lets anybody in`,
    detail: isHarmless
      ? "Whoever finds its URL decides what is said in its name."
      : `Whoever finds its URL talks to agent "${route.agentId}" and the tools it has.`,
    remediation:
      "Set `auth` to what the sender can do; if it can do nothing, tools: { allow: [] }.",
  };
}

/** Text from outside, in front of an agent that can act on it. */
function reach(route: Route, agentTools: readonly string[]): Finding | undefined {
  if (route.mode === "deliver" || !takesText(route)) return undefined;
  const policy = compileToolPolicy(route.tools ?? {});
  const tools = agentTools.filter((tool) => policy(tool) === undefined);
  if (tools.length === 0) return undefined;
  return {
    checkId: "event-webhooks.route.powerful_agent",
    severity: "info",
    title: `Route "${route.name}" shows its caller's text to an agent with ${tools.join(" and ")}`,
    detail: `Values are fenced as untrusted, but agent "${route.agentId}" may still act on what they say.`,
    remediation: `Unless it has to: tools: { deny: ${JSON.stringify(tools)} }, or mode: "read" with fields that are numbers or one of a list.`,
  };
}

function takesText(route: Route): boolean {
  if (!/\{\{|\{%/.test(wordingOf(route) ?? "")) return false;
  return route.read === undefined || hasFreeText(route.read.schema);
}

function hasNoTools({ tools }: Route): boolean {
  return tools?.allow?.length === 0 || tools?.deny?.includes("*") === true;
}
