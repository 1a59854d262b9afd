// Which tools a run may use: what an operator wrote, read as the host reads its own tool policies.
// Must not be asked by a name that is not what is finally executed, except for carriers.
import { compileGlob } from "../../language/glob.ts";
import { didYouMean } from "../../language/nearest.ts";
import { CARRIERS, CODE_CARRIERS, DOORS, TOOL_ALIASES, TOOL_GROUPS } from "./host-tools.ts";

/** As written: names, aliases, groups and globs, in any case. */
export interface ToolLimits {
  allow?: readonly string[];
  deny?: readonly string[];
}

/** Why a tool is refused, or undefined when it may run. */
export type ToolPolicy = (toolName: string) => string | undefined;

const CORE: ReadonlySet<string> = new Set(Object.values(TOOL_GROUPS).flat());
/** Which tools are a plugin's or an MCP server's the host knows only while it runs. */
const PLUGIN_GROUPS: ReadonlySet<string> = new Set(["group:plugins", "bundle-mcp"]);
const NAMES: readonly string[] = [...CORE, ...Object.keys(TOOL_GROUPS), ...PLUGIN_GROUPS];
const EVERY_NAME = /^[a-z0-9*?][a-z0-9_.:*?-]{0,127}$/;

/** `deny` wins; an absent `allow` allows all others. Neither reaches a door: see `DOORS`. */
export function compileToolPolicy({ allow, deny = [] }: ToolLimits): ToolPolicy {
  const denied = toolMatcher(deny);
  const allowed = allow === undefined ? () => true : toolMatcher(allow);
  return (toolName) => {
    const asked = canonical(toolName);
    if (CARRIERS.has(asked)) return undefined;
    const name = CODE_CARRIERS.has(asked) ? "exec" : asked;
    if (DOORS.has(name))
      return "it starts work in another session, where the limits of this one do not hold";
    return denied(name) || !allowed(name) ? "its route does not allow it" : undefined;
  };
}

/** What is wrong with the names, each with its place: `tools.deny[0]: …`. */
export function toolLimitProblems({ allow = [], deny = [] }: ToolLimits): string[] {
  return [
    ...allow.flatMap((name, index) => {
      const at = `tools.allow[${index}]`;
      return [nameProblem(name), doorProblem(name)].flatMap((found) =>
        found === undefined ? [] : [`${at}: ${found}`],
      );
    }),
    ...deny.flatMap((name, index) => {
      const found = nameProblem(name);
      return found === undefined ? [] : [`tools.deny[${index}]: ${found}`];
    }),
  ];
}

/** Tools of plugins and MCP servers have names that nobody knows beforehand; what is near to a known one is a slip. */
function nameProblem(written: string): string | undefined {
  const name = canonical(written);
  const shown = JSON.stringify(written.slice(0, 80));
  if (!EVERY_NAME.test(name)) return `${shown} is no name of a tool`;
  if (NAMES.includes(name) || CARRIERS.has(name) || CODE_CARRIERS.has(name)) return undefined;
  if (/[*?]/.test(name)) return undefined;
  const near = didYouMean(name, NAMES);
  if (name.startsWith("group:")) return `the host has no group ${shown}${near}`;
  return near === "" ? undefined : `the host has no tool ${shown}${near}`;
}

function doorProblem(written: string): string | undefined {
  const name = canonical(written);
  if (!DOORS.has(name)) return undefined;
  return `"${name}" starts work in another session, where this limit does not hold; a route that limits tools cannot allow it`;
}

/** Host fact: names are compared in lower case, after their alias was resolved (`normalizeToolPolicyName`). */
function canonical(name: string): string {
  const folded = name.trim().toLowerCase();
  return Object.hasOwn(TOOL_ALIASES, folded) ? (TOOL_ALIASES[folded] ?? folded) : folded;
}

/** Whether a list of names, aliases, groups and globs, as the host takes them, names a tool. */
export function toolMatcher(written: readonly string[]): (toolName: string) => boolean {
  const names = written.map(canonical);
  const isPlugins = names.some((name) => PLUGIN_GROUPS.has(name));
  const tests = names
    .flatMap((name) => (Object.hasOwn(TOOL_GROUPS, name) ? (TOOL_GROUPS[name] ?? []) : [name]))
    .map(compileGlob);
  return (toolName) => {
    const name = canonical(toolName);
    return (isPlugins && !CORE.has(name)) || tests.some((matches) => matches(name));
  };
}
