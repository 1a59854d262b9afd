// The settings of this machine's Gateway, read from its config file as `openclaw webhook check` reads them.
// Changes nothing.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { readConfigFile } from "../../../config/load.ts";
import { isRecord } from "../../../config/problem/path.ts";
import { findBlocks } from "./config-blocks.ts";
import { examine, type Examination } from "./examine.ts";
import { gatewayConfigPath } from "./gateway-config.ts";
import type { Environment } from "./stand-ins.ts";

export interface GatewaySettings {
  /** The file they stand in. */
  file: string;
  /** All of the host's config, where it can be read. */
  hostConfig?: unknown;
  /** The block as written, and what it comes to; absent: `problem` says why. */
  raw?: unknown;
  examination?: Examination;
  problem?: string;
}

/** `now` in ms since the epoch. Never rejects. */
export async function readGatewaySettings(
  environment: Environment,
  now: number,
): Promise<GatewaySettings> {
  const file = gatewayConfigPath(environment);
  const reading = await readJson5(file);
  if ("problem" in reading) return { file, problem: reading.problem };
  const hostConfig = reading.value;
  const { blocks, included } = findBlocks(hostConfig);
  const found = { file, hostConfig };
  const [block] = blocks;
  const written = block ? { value: block.raw } : await readIncluded(file, included[0]?.raw);
  if ("problem" in written) return { ...found, problem: written.problem };
  const raw = written.value;
  return { ...found, raw, examination: examine(raw, { environment, now, hostConfig }) };
}

type Json5 = { value: unknown } | { problem: string };

async function readJson5(file: string): Promise<Json5> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return { problem: `${file} cannot be read: ${(error as NodeJS.ErrnoException).code}` };
  }
  const reading = readConfigFile(text);
  if (reading.ok) return { value: reading.value };
  return { problem: `${file}: ${reading.problem.message}` };
}

/** Settings that one `$include` takes from another file, beside the config or below it. */
function readIncluded(file: string, block: unknown): Json5 | Promise<Json5> {
  const included = isRecord(block) ? block["$include"] : undefined;
  if (typeof included === "string") return readJson5(resolve(dirname(file), included));
  return { problem: `${file} holds no settings of this plugin` };
}
