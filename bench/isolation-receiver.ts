// The receiver of the isolation row, in its own process: answers, hangs or trickles by path, and tells how long
// after its capture each event came to an endpoint that answers.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

let delaysMs: number[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (request.url?.startsWith("/hanging")) return;
    if (request.url?.startsWith("/trickling")) {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 1000);
      response.on("close", () => clearInterval(timer));
      return;
    }
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as {
      data: { capturedAt: number };
    };
    if (request.url?.startsWith("/healthy")) {
      delaysMs.push(Number(process.hrtime.bigint()) / 1e6 - data.capturedAt);
    }
    response.writeHead(204).end();
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", () => {
  delaysMs.sort((one, other) => one - other);
  const percentile = (share: number): number =>
    delaysMs[Math.floor(delaysMs.length * share)] ?? NaN;
  process.send?.({ p50Ms: percentile(0.5), p99Ms: percentile(0.99), count: delaysMs.length });
  delaysMs = [];
});
process.on("disconnect", () => process.exit());
