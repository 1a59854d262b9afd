// Which of the tools that act on the machine or the web an agent may use, by the host's config.
// Must not decide what a run may do: it is an estimate for an audit, and rather says a tool too many.
import { isRecord } from "../../../config/path.ts";

/** Tools that turn text into deeds, and the host's groups and other names for them (openclaw docs, tool-policy). */
const POWERFUL: Readonly<Record<string, readonly string[]>> = {
  exec: ["exec", "bash", "group:runtime", "*"],
  browser: ["browser", "group:ui", "group:openclaw", "*"],
};

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
  return Object.entries(POWERFUL).flatMap(([tool, names]) => {
    const inProfile = typeof profile !== "string" || (PROFILES[profile]?.includes(tool) ?? true);
    const added = [common, own].some((policy) => lists(policy["alsoAllow"], names));
    const kept = [common, own].every((policy) => isKept(policy, names));
    return (inProfile || added) && kept ? [tool] : [];
  });
}

function isKept(policy: Record<string, unknown>, names: readonly string[]): boolean {
  if (lists(policy["deny"], names)) return false;
  const { allow } = policy;
  if (!Array.isArray(allow) || allow.length === 0) return true;
  return [allow, policy["alsoAllow"]].some((list) => lists(list, names) || hasPattern(list));
}

/** What a pattern lets through is not worked out here. */
function hasPattern(list: unknown): boolean {
  return Array.isArray(list) && list.some((name) => String(name).includes("*"));
}

function lists(list: unknown, names: readonly string[]): boolean {
  return Array.isArray(list) && list.some((name) => names.includes(String(name)));
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
