// From a captured event to its request at the receiver, at 50 events a second: the commit, its fsync and the way
// between the threads are in it. The receiver is in this thread, which has little else to do.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { withEngine } from "./engine.ts";
import { eventRecord } from "./load.ts";
import { report } from "./report.ts";

const PER_SECOND = 50;
/** Not counted: sockets are opened, code is compiled. */
const WARMUP = 200;
const COUNT = 1000;
/** For the last ones to arrive. */
const PATIENCE_MS = 10_000;

const capturedAt = new Map<string, number>();
const latencies: number[] = [];
const server = createServer((request, response) => {
  const at = capturedAt.get(String(request.headers["webhook-id"]));
  if (at !== undefined) latencies.push(performance.now() - at);
  request.resume();
  request.on("end", () => response.writeHead(204).end());
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;

await withEngine(`http://127.0.0.1:${port}/hook`, async (client) => {
  const startedAt = performance.now();
  for (let made = 0; made < WARMUP + COUNT; made += 1) {
    await setTimeout(Math.max(0, startedAt + (made * 1000) / PER_SECOND - performance.now()));
    const event = eventRecord(Date.now());
    capturedAt.set(event.id, performance.now());
    if (!client.capture(event)) throw new Error("the queue is full");
  }
  const until = performance.now() + PATIENCE_MS;
  while (latencies.length < WARMUP + COUNT && performance.now() < until) await setTimeout(10);
  if (latencies.length < WARMUP + COUNT) throw new Error("not all of them arrived");
});
server.close();
server.closeAllConnections();
const sorted = latencies.slice(WARMUP).toSorted((one, other) => one - other);
const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
report({ firstByteP50Ms: at(0.5), firstByteP99Ms: at(0.99) });
