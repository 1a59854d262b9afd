// The engine's thread, and one thing more: asked on a channel, it collects its garbage and says what is left.
import { heapAfterGc, HEAP_CHANNEL } from "./heap.ts";

const channel = new BroadcastChannel(HEAP_CHANNEL);
channel.addEventListener("message", (event) => {
  if ((event as MessageEvent).data === "measure") channel.postMessage({ heapBytes: heapAfterGc() });
});
channel.unref();

await import("../src/engine/thread/thread.ts");
