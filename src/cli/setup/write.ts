// Hands a change to the Gateway, which writes its config and takes it up, and looks whether the file then holds what
// was meant. The one place that calls `config.patch`.
import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../config/problem/path.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { readWritten, type Writable } from "./held.ts";
import { patchOf, withValue } from "../../config/change/merge.ts";
import { findPlace } from "../../config/change/place.ts";
import type { Settings } from "../../config/change/planned.ts";

export type Written =
  /** `restart`: the Gateway takes it up when it is started anew. */
  | { kind: "written"; restart: boolean }
  /** Somebody else wrote in between; nothing was written. */
  | { kind: "overtaken" }
  | { kind: "refused"; why: string };

const OVERTAKEN = /re-run config\.get and retry/;

/** Throws `Failure` when the file then holds something else than was meant. */
export async function write(cli: Cli, held: Writable, block: Settings): Promise<Written> {
  const { config, keys, hash, file } = held;
  const patch = patchOf(config, withValue(config, keys, block) as Settings);
  if (patch === undefined)
    return { kind: "refused", why: "the settings hold null, which a patch of the config deletes" };
  const answer = await cli.host.call("config.patch", {
    raw: JSON.stringify(patch.patch),
    baseHash: hash,
    ...(patch.replacePaths.length > 0 && { replacePaths: patch.replacePaths }),
  });
  const isThere = await holds(file, block);
  if (answer.kind === "answered") {
    if (isThere) return { kind: "written", restart: needsRestart(answer.value) };
    throw new Failure(
      "failed",
      `${file} does not hold what was asked for: look at ${keys.join(".")} before anything else`,
    );
  }
  const said =
    answer.kind === "refused"
      ? `the Gateway said: ${answer.message}`
      : "the Gateway went away while it was asked to write";
  // It may have written all the same, and have failed to take it up.
  if (isThere && !isDeepStrictEqual(held.block, block)) {
    cli.notice(`It is written, and not taken up: ${said}`, "red");
    cli.exitWith(1);
    return { kind: "written", restart: true };
  }
  if (OVERTAKEN.test(said)) return { kind: "overtaken" };
  return { kind: "refused", why: said };
}

async function holds(file: string, block: Settings): Promise<boolean> {
  const place = findPlace((await readWritten(file))?.config);
  return place.ok && isDeepStrictEqual(place.block, block);
}

function needsRestart(value: unknown): boolean {
  const at = (holder: unknown, key: string): unknown =>
    isRecord(holder) ? holder[key] : undefined;
  return at(at(at(at(value, "sentinel"), "payload"), "stats"), "requiresRestart") === true;
}
