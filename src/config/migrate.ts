// Moves a `webhooks` block from the root of the host's config to where the host allows it. Pure; touches no other key.
import { isDeepStrictEqual } from "node:util";
import { isRecord } from "./problem/path.ts";

const PLUGIN_ID = "event-webhooks";

/** The new config, and what was done in words for the doctor's report. */
export interface Migration<Config> {
  config: Config;
  changes: string[];
}

/**
 * Null when there is nothing of ours at the root, or when the plugin has other settings already that
 * moving would have to overwrite. Never changes its argument.
 */
export function migrateRootBlock<Config extends object>(config: Config): Migration<Config> | null {
  const root = { ...config } as Record<string, unknown>;
  const block = root["webhooks"];
  if (!isOurs(block)) return null;
  const plugins = recordOrEmpty(root["plugins"]);
  const entries = recordOrEmpty(plugins?.["entries"]);
  const entry = recordOrEmpty(entries?.[PLUGIN_ID]);
  const existing = recordOrEmpty(entry?.["config"]);
  if (!plugins || !entries || !entry || !existing) return null;
  const merged = merge(existing, block);
  if (merged === null) return null;
  delete root["webhooks"];
  root["plugins"] = {
    ...plugins,
    entries: { ...entries, [PLUGIN_ID]: { ...entry, config: merged.config } },
  };
  return { config: root as Config, changes: [describe(merged.kept)] };
}

/** A block of the plugin's own shape; another tool's `webhooks` key is not ours to move. */
function isOurs(block: unknown): block is Record<string, unknown> {
  if (!isRecord(block)) return false;
  return (
    Array.isArray(block["endpoints"]) || isRecord(block["inbound"]) || isRecord(block["agents"])
  );
}

/** Adds the keys that are missing; null when a key of both holds different things. */
function merge(
  existing: Record<string, unknown>,
  block: Record<string, unknown>,
): { config: Record<string, unknown>; kept: string[] } | null {
  // What an included file holds is not known here.
  if (Object.hasOwn(existing, "$include")) return null;
  if (Object.hasOwn(existing, "webhooks")) {
    const inner = existing["webhooks"];
    if (!isRecord(inner) || Object.keys(existing).length > 1) return null;
    const merged = merge(inner, block);
    return merged && { config: { webhooks: merged.config }, kept: merged.kept };
  }
  const kept = Object.keys(block).filter((key) => Object.hasOwn(existing, key));
  if (kept.some((key) => !isDeepStrictEqual(existing[key], block[key]))) return null;
  return { config: { ...block, ...existing }, kept };
}

function describe(kept: readonly string[]): string {
  const target = `plugins.entries.${PLUGIN_ID}.config`;
  const note = kept.length === 0 ? "" : ` (already there and the same: ${kept.join(", ")})`;
  return `Moved webhooks to ${target}${note}.`;
}

function recordOrEmpty(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined) return {};
  return isRecord(value) ? value : undefined;
}
