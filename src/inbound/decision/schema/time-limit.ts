// Ends work that takes too long, while the thread that does it lives on. Costs some milliseconds: not for every request.
import { runInNewContext } from "node:vm";

/** False when `work` was ended after `limitMs`; what it threw is thrown. */
export function endsWithin(limitMs: number, work: () => unknown): boolean {
  try {
    // V8 ends everything that the script has called, in whichever context.
    runInNewContext("work()", { work }, { timeout: limitMs });
    return true;
  } catch (error) {
    // The error is of the other context: no instance of our own classes.
    if ((error as { code?: unknown } | null)?.code === TIMEOUT) return false;
    throw error;
  }
}

const TIMEOUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";
