// The config as it stands now: what the Gateway says of it, and the file it was read from. The Gateway shows no
// secret, so what is written back comes from the file, once both are known to be the same. Writes nothing.
import { readFile } from "node:fs/promises";
import { readBlock, readConfigFile } from "../../config/load.ts";
import { isRecord } from "../../config/problem/path.ts";
import type { Cli } from "../cli.ts";
import { readGatewaySettings } from "../offline/settings/gateway-settings.ts";
import { findPlace, hasComments, isSameConfig } from "../../config/change/place.ts";
import type { Settings } from "../../config/change/planned.ts";

/** What can be written to. */
export interface Writable {
  writable: true;
  file: string;
  /** The Gateway's, for the state that was read. */
  hash: string;
  config: Settings;
  /** From the root of `config` to `block`. */
  keys: readonly string[];
  block: Settings;
  hasComments: boolean;
}

/** `why`: a sentence without its end. `block` and `config` as far as they can be read, to plan by. */
export interface ReadOnly {
  writable: false;
  why: string;
  file: string;
  config?: Settings;
  block: Settings;
}

const START =
  "no Gateway answers, and OpenClaw's config is written through it: start it with `openclaw gateway run`";

/** Never rejects. */
export async function readHeld(cli: Cli): Promise<Writable | ReadOnly> {
  const answer = await cli.host.call("config.get", {});
  if (answer.kind === "unreachable") return readOnly(cli, START);
  if (answer.kind === "refused")
    return readOnly(cli, `the Gateway did not show its config: ${answer.message}`);
  const shown = isRecord(answer.value) ? answer.value : {};
  const { path: file, hash, parsed, valid } = shown;
  if (valid !== true)
    return readOnly(cli, "the config is not valid for the Gateway: `openclaw doctor` says why");
  if (typeof file !== "string" || typeof hash !== "string")
    return readOnly(cli, "the Gateway has no config file");
  const written = await readWritten(file);
  if (written === undefined || !isSameConfig(written.config, parsed))
    return readOnly(
      cli,
      `${file}, the Gateway's config, is not on this machine, or was changed just now`,
    );
  const { config, text } = written;
  const place = findPlace(config);
  if (!place.ok) return readOnly(cli, place.why);
  const { keys, block } = place;
  return { writable: true, file, hash, config, keys, block, hasComments: hasComments(text) };
}

async function readOnly(cli: Cli, why: string): Promise<ReadOnly> {
  const { file, hostConfig, raw } = await readGatewaySettings(cli.host.environment, cli.now());
  const reading = readBlock(raw);
  const config = isRecord(hostConfig) ? hostConfig : undefined;
  const block = reading.ok ? reading.block : {};
  return { writable: false, why, file, block, ...(config !== undefined && { config }) };
}

/** Undefined: there is none that can be read. */
export async function readWritten(
  file: string,
): Promise<{ config: Settings; text: string } | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  const reading = text === undefined ? undefined : readConfigFile(text);
  if (text === undefined || reading?.ok !== true || !isRecord(reading.value)) return undefined;
  return { config: reading.value, text };
}
