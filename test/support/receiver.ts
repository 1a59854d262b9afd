// A real webhook receiver on loopback: answers as it is told, and keeps what it got.
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** ms since the epoch. */
  at: number;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Undefined = never answer. `index` counts all requests from 0. */
export type Script = (request: Received, index: number) => Reply | undefined;

export interface Receiver {
  url: string;
  requests: Received[];
  /** From now on answers like this. */
  script: (script: Script) => void;
  /** Resolves when so many requests have come in all. */
  received: (count: number) => Promise<Received[]>;
  close: () => Promise<void>;
}

export async function startReceiver(first: Script = () => ({ status: 204 })): Promise<Receiver> {
  let script = first;
  const requests: Received[] = [];
  let waiters: { count: number; resolve: () => void }[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received: Received = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      at: Date.now(),
    };
    requests.push(received);
    const reply = script(received, requests.length - 1);
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body);
    for (const waiter of waiters) if (requests.length >= waiter.count) waiter.resolve();
    waiters = waiters.filter(({ count }) => requests.length < count);
  }

  // A sender that hangs up in the middle of its request is no error of the receiver.
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/hook`,
    requests,
    script(next) {
      script = next;
    },
    async received(count) {
      if (requests.length < count) {
        await new Promise<void>((resolve) => waiters.push({ count, resolve }));
      }
      return requests;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
