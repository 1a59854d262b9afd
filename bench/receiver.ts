// The receiver of the benchmark, in its own process: answers 204 to everything, and keeps only the ids that came.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What came since the last time this was asked for. */
export interface Accounts {
  requests: number;
  /** Distinct `webhook-id`s. */
  events: number;
}

let requests = 0;
let ids = new Set<unknown>();

const server = createServer((request, response) => {
  requests += 1;
  ids.add(request.headers["webhook-id"]);
  request.resume();
  request.on("end", () => {
    response.writeHead(204);
    response.end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on("message", () => {
  process.send?.({ requests, events: ids.size } satisfies Accounts);
  requests = 0;
  ids = new Set();
});
process.on("disconnect", () => process.exit());
