// Which settings are in force: what the config says, and when that cannot be read, what it last said.
import type { PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import { problemText } from "../config/problem/problem.ts";
import { resolveSettings } from "../config/resolve.ts";
import type { Problem, Settings } from "../config/settings.ts";
import { resolveContext } from "../inspection/surroundings.ts";
import { processRelay } from "./relay.ts";

export interface CurrentSettings {
  settings: Settings;
  /** Of the config as it is now, which may not be the one in force. */
  problems: readonly Problem[];
}

/** Tells every problem and warning of the config once, and resolves it as far as it can be. Never throws for bad config. */
export function currentSettings(
  raw: unknown,
  agentIds: readonly string[],
  logger: PluginLogger,
  ownHosts: readonly string[] = [],
): CurrentSettings {
  const relay = processRelay();
  const context = resolveContext({ now: Date.now(), ownHosts, agentIds });
  const resolution = resolveSettings(raw ?? {}, context);
  const problems = resolution.ok ? resolution.settings.problems : resolution.problems;
  for (const problem of problems) logger.warn(ownerOf(problem, " is held") + problemText(problem));
  if (resolution.ok) {
    const { warnings } = resolution.settings;
    for (const warning of warnings) logger.warn(ownerOf(warning) + problemText(warning));
    relay.settings = resolution.settings;
    return { settings: resolution.settings, problems };
  }
  if (relay.settings !== undefined) {
    logger.error("the config cannot be read; what ran before goes on");
    return { settings: relay.settings, problems };
  }
  logger.error("the config cannot be read; nothing is sent until it is mended");
  const empty = resolveSettings({}, context);
  if (!empty.ok) throw new Error("an empty config must be readable");
  return { settings: empty.settings, problems };
}

/** Names what is held, or what it is said of. */
function ownerOf({ endpoint, route }: Problem, standing = ""): string {
  if (endpoint !== undefined) return `endpoint "${endpoint}"${standing}: `;
  return route === undefined ? "" : `route "${route}"${standing}: `;
}
