// What has to be in the log before something is begun: while storage cannot be reached, nothing is.
import { setTimeout } from "node:timers/promises";
import { EngineCallError } from "../../../engine/thread/thread-link.ts";

const AGAIN_MS = 1_000;

/** Writes until it is written; rejects once the plugin stops, or where the request went to another Gateway. */
export async function durably(write: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (signal.aborted || isTaken(error)) throw error;
      await setTimeout(AGAIN_MS);
    }
  }
}

/** Another Gateway has the request by now: it is nothing to us any more. */
export function isTaken(error: unknown): boolean {
  return error instanceof EngineCallError && error.code === "taken";
}
