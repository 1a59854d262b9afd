// What a thread holds once its garbage is gone.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** On it the engine's thread is asked "measure" and answers `{heapBytes}`. */
export const HEAP_CHANNEL = "event-webhooks-soak-heap";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes in use of this thread's JavaScript heap. */
export function heapAfterGc(): number {
  // What the first pass finalises, the second one frees.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
