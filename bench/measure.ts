// Runs one script of this folder in a process of its own and takes what it reports.
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packPlugin } from "../test/support/packed-plugin.ts";
import type { Figures, Measured } from "./rows.ts";

/** How much is measured, as asked for on the command line. */
export interface Extent {
  runs: number;
  /** Deliveries or requests per row, and how many before are not counted. */
  count: string;
  warmup: string;
  /** Events captured ahead of their deliveries. */
  window: string;
  /** Rows of the log and of the backlog. */
  rows: string;
  /** Another checkout of this project, to be measured beside this one. */
  baseline?: string;
}

/** The reason when it could not measure. */
export async function measure(script: string, ...args: string[]): Promise<Measured> {
  const child = fork(new URL(script, import.meta.url), args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let figures: Figures | undefined;
  let complaint = "";
  child.on("message", (message) => {
    figures = message as Figures;
  });
  child.stderr?.on("data", (chunk) => {
    complaint += String(chunk);
  });
  await once(child, "close");
  return figures ?? (complaint.trim() || `${script} reported nothing`);
}

/** Each run has a Gateway of its own, and all have the same package. */
export async function measureInGateway(
  runs: number,
  script: string,
  ...args: string[]
): Promise<Measured[]> {
  if (!existsSync(new URL("../node_modules/openclaw", import.meta.url)))
    return ["openclaw is not installed"];
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-package-"));
  try {
    const tarball = await packPlugin(directory);
    const measured: Measured[] = [];
    for (let run = 0; run < runs; run += 1) measured.push(await measure(script, tarball, ...args));
    return measured;
  } catch (error) {
    return [`the plugin could not be packed: ${String(error)}`];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
