// A receiver on a bad day: most requests are taken, some fail, hang up, break off or take their time.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dice } from "./dice.ts";
import type { Ledger, SoakData } from "./ledger.ts";

export interface RoughReceiver {
  /** `/<endpoint>` is appended to it. */
  url: string;
  /** Resolves when no request is being answered and no connection is open. */
  deserted: () => Promise<void>;
  close: () => Promise<void>;
}

/** Events of this type are refused for good. */
export const UNWANTED = "soak.unwanted";

/** The longest that an answer takes. */
export const SLOWEST_MS = 150;

/** Starts on a free port of 127.0.0.1. */
export async function startRoughReceiver(dice: Dice, ledger: Ledger): Promise<RoughReceiver> {
  let answering = 0;
  let connections = 0;
  let waiters: (() => void)[] = [];

  const leave = (): void => {
    if (answering > 0 || connections > 0) return;
    for (const done of waiters.splice(0)) done();
  };

  function answer(endpoint: string, id: string, response: ServerResponse): void {
    const take = (): void => {
      // The sender was killed meanwhile.
      if (response.destroyed) return;
      ledger.taken(endpoint, id);
      response.writeHead(204).end();
    };
    const fate = dice.next();
    if (fate < 0.86) take();
    else if (fate < 0.9) setTimeout(take, dice.between(5, SLOWEST_MS));
    else if (fate < 0.94) response.writeHead(500).end("not now");
    else if (fate < 0.97) response.destroy();
    else {
      // Says more than it sends: the sender must not believe it.
      response.writeHead(200, { "content-length": "100" });
      response.write("and so", () => response.destroy());
    }
  }

  const server = createServer((request, response) => {
    answering += 1;
    response.once("close", () => {
      answering -= 1;
      leave();
    });
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    // A sender that is killed in the middle of its request.
    request.on("error", () => response.destroy());
    request.on("end", () => {
      const endpoint = request.url?.slice(1) ?? "";
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: SoakData };
      ledger.requested(endpoint, data);
      if (request.headers["x-openclaw-event"] === UNWANTED)
        response.writeHead(400, { "webhook-delivery": "abort-message" }).end();
      else answer(endpoint, String(request.headers["webhook-id"]), response);
    });
  });
  server.on("connection", (socket) => {
    connections += 1;
    socket.once("close", () => {
      connections -= 1;
      leave();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    deserted: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        leave();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
