// Finds the plugin's settings in a config file, be it a file of their own or all of the host's config. Judges none.
import { isRecord } from "../../../config/problem/path.ts";
import type { Problem } from "../../../config/settings.ts";

const PLUGIN_CONFIG = "plugins.entries.event-webhooks.config";

/** Top-level keys of the host's config, one of which any Gateway has, and the plugin's own settings never. */
const HOST_KEYS = [
  "plugins",
  "gateway",
  "models",
  "channels",
  "bindings",
  "tools",
  "meta",
  "messages",
];

/** Settings as they stand in the file, and the path that leads there. */
export interface ConfigBlock {
  path: string;
  raw: unknown;
}

export interface ConfigBlocks {
  blocks: ConfigBlock[];
  /** What keeps a Gateway from reading settings of this file. */
  problems: Problem[];
  /** Files that hold settings in place of this one. */
  included: ConfigBlock[];
}

/** `value`: what the file holds. */
export function findBlocks(value: unknown): ConfigBlocks {
  if (!isHostConfig(value)) return sorted([{ path: "", raw: value }], []);
  const inPlace = pluginConfig(value);
  const atRoot = value["webhooks"];
  const problems: Problem[] = [];
  const blocks: ConfigBlock[] = [];
  if (inPlace !== undefined) blocks.push({ path: PLUGIN_CONFIG, raw: inPlace });
  if (atRoot !== undefined) {
    blocks.push({ path: "webhooks", raw: atRoot });
    const message =
      "the Gateway does not start with these settings here; `openclaw doctor --fix` moves them into place";
    problems.push({ path: "webhooks", message });
  }
  if (blocks.length === 0)
    problems.push({ path: "", message: `holds nothing at ${PLUGIN_CONFIG}` });
  return sorted(blocks, problems);
}

function sorted(blocks: readonly ConfigBlock[], problems: Problem[]): ConfigBlocks {
  const isIncluded = ({ raw }: ConfigBlock): boolean =>
    isRecord(raw) && Object.hasOwn(raw, "$include");
  return {
    blocks: blocks.filter((block) => !isIncluded(block)),
    included: blocks.filter((block) => isIncluded(block)),
    problems,
  };
}

function isHostConfig(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && HOST_KEYS.some((key) => Object.hasOwn(value, key));
}

function pluginConfig({ plugins }: Record<string, unknown>): unknown {
  const entries = isRecord(plugins) ? plugins["entries"] : undefined;
  const entry = isRecord(entries) ? entries["event-webhooks"] : undefined;
  return isRecord(entry) ? entry["config"] : undefined;
}
