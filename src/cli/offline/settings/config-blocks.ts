// Finds the plugin's settings in a config file, be it a file of their own or all of the host's config. Judges none.
import { configPath } from "../../../language/config-path.ts";
import { isRecord } from "../../../config/problem/path.ts";
import type { Problem } from "../../../config/settings.ts";

const PLUGIN_ID = "event-webhooks";
const PLUGIN_CONFIG = `plugins.entries.${PLUGIN_ID}.config`;

/** What is taken for the id: the package's name, the command's and the tutorial's. */
const NEAR_IDS: ReadonlySet<string> = new Set([
  "openclaw-event-webhooks",
  "event-webhook",
  "eventWebhooks",
  "webhook",
  "webhooks",
]);

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
  if (blocks.length === 0) {
    const misplaced = elsewhere(value);
    if (misplaced.length > 0) problems.push(...misplaced);
    else problems.push({ path: "", message: `holds nothing at ${PLUGIN_CONFIG}` });
  }
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

/** Settings beside their place: in the entry itself, or in the entry of another name that was meant to be ours. */
function elsewhere({ plugins }: Record<string, unknown>): Problem[] {
  const entries = isRecord(plugins) && isRecord(plugins["entries"]) ? plugins["entries"] : {};
  return Object.entries(entries).flatMap(([id, entry]) => {
    const path = configPath("plugins.entries", id);
    if (!isRecord(entry)) return [];
    if (id === PLUGIN_ID && holdsSettings(entry)) {
      return [
        { path, message: `holds settings itself, where nobody reads them: put them into "config"` },
      ];
    }
    if (!NEAR_IDS.has(id) || !holdsSettings(entry["config"])) return [];
    return [
      { path, message: `holds settings that nobody reads: the plugin's id is "${PLUGIN_ID}"` },
    ];
  });
}

function holdsSettings(value: unknown): boolean {
  const block = isRecord(value) && isRecord(value["webhooks"]) ? value["webhooks"] : value;
  return (
    isRecord(block) &&
    ["endpoints", "inbound", "agents"].some(
      (key) => isRecord(block[key]) || Array.isArray(block[key]),
    )
  );
}

function pluginConfig({ plugins }: Record<string, unknown>): unknown {
  const entries = isRecord(plugins) ? plugins["entries"] : undefined;
  const entry = isRecord(entries) ? entries["event-webhooks"] : undefined;
  return isRecord(entry) ? entry["config"] : undefined;
}
