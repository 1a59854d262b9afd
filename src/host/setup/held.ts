// The config as it stands, and what keeps a change from being written into it without loss. Writes nothing.
import { findPlace, hasComments } from "../../config/change/place.ts";
import type { Settings } from "../../config/change/planned.ts";
import { readBlock } from "../../config/load.ts";
import { isRecord } from "../../config/problem/path.ts";
import type { ConfigText } from "./config-file.ts";

export interface Held {
  file: string;
  config: Settings;
  /** From the root of `config` to `block`. */
  keys: readonly string[];
  /** As far as it can be read where there is an obstacle. */
  block: Settings;
  comments: boolean;
  /** A sentence without its end. */
  obstacle?: string;
}

const ENTRY = ["plugins", "entries", "event-webhooks", "config"];

export function heldOf({ file, text, config, valid }: ConfigText): Held {
  const found = findPlace(config);
  const about = { file, config: isRecord(config) ? config : {}, comments: hasComments(text) };
  if (!found.ok) {
    const reading = readBlock(ENTRY.reduce<unknown>(within, config));
    const block = reading.ok ? reading.block : {};
    return { ...about, keys: ENTRY, block, obstacle: found.why };
  }
  const { keys, block } = found;
  if (valid) return { ...about, keys, block };
  const obstacle = "the config is not valid for the Gateway: `openclaw doctor` says why";
  return { ...about, keys, block, obstacle };
}

function within(holder: unknown, key: string): unknown {
  return isRecord(holder) ? holder[key] : undefined;
}
