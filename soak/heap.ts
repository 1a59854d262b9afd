// What a thread holds once its garbage is gone. Needs --expose-gc.

/** On it the engine's thread is asked "measure" and answers `{heapBytes}`. */
export const HEAP_CHANNEL = "event-webhooks-soak-heap";

/** Bytes in use of this thread's JavaScript heap. */
export function heapAfterGc(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error("a heap is only measured with --expose-gc");
  // What the first pass finalises, the second one frees.
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}
