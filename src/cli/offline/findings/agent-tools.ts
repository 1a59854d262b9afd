// Which of the tools that act on the machine or the web an agent may use, by the host's config.
// Must not decide what a run may do: it is an estimate for an audit, and rather says a tool too many.
import { isRecord } from "../../../config/problem/path.ts";
import { toolMatcher } from "../../../inbound/tools/tool-policy.ts";

/** Tools that turn text into deeds. */
const POWERFUL = ["exec", "browser"];

/** What the host's tool profiles let through of them; other profiles, and none, let everything through. */
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  minimal: [],
  messaging: [],
  coding: ["exec"],
};

/** `hostConfig`: all of the host's config. */
export function powerfulTools(hostConfig: unknown, agentId: string): string[] {
  const agents = fieldsOf(fieldsOf(hostConfig)["agents"]);
  const agent = fieldsOf(fieldsOf(agents["entries"])[agentId]);
  const common = fieldsOf(fieldsOf(hostConfig)["tools"]);
  const own = fieldsOf(agent["tools"]);
  const profile = own["profile"] ?? common["profile"];
  return POWERFUL.filter((tool) => {
    const inProfile = typeof profile !== "string" || (PROFILES[profile]?.includes(tool) ?? true);
    const added = [common, own].some((policy) => names(policy["alsoAllow"], tool));
    return (inProfile || added) && [common, own].every((policy) => keeps(policy, tool));
  });
}

function keeps({ allow, alsoAllow, deny }: Record<string, unknown>, tool: string): boolean {
  if (names(deny, tool)) return false;
  if (!Array.isArray(allow) || allow.length === 0) return true;
  return names(allow, tool) || names(alsoAllow, tool);
}

function names(list: unknown, tool: string): boolean {
  return Array.isArray(list) && toolMatcher(list.map(String))(tool);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
