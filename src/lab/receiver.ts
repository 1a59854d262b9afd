// A receiver that does what it is told: raw sockets, so that every byte and every close is chosen.
// It verifies nothing and decides nothing; it hands over what came and plays the reply that it is given.
import type { AddressInfo, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { answer } from "./behaviour.ts";
import { readRequest, type Request } from "./request.ts";
import { play, type Reply } from "./steps.ts";

export interface Arrival extends Request {
  /** When it was whole, ms since the epoch. */
  at: number;
  /** Number of the connection that it came on, 1 for the first. */
  connection: number;
}

export interface LabReceiver {
  /** `http://127.0.0.1:<port>` or its https, IPv6 form. */
  readonly url: string;
  readonly port: number;
  /** Connections accepted so far, and those open now. */
  readonly connections: () => { accepted: number; open: number };
  /** Resolves when no connection is open. */
  deserted: () => Promise<void>;
  /** Drops every connection. */
  close: () => Promise<void>;
}

export interface LabOptions {
  /** Default: 127.0.0.1. */
  host?: string;
  /** Default: a free one. */
  port?: number;
  /** PEM; without, plain HTTP. */
  tls?: { cert: string; key: string };
  /** What happens to each connection before any request is read. */
  greeting?: Reply;
  /** Asked once for each request, as soon as all of it has come. Must not reject. */
  answer: (arrival: Arrival) => Reply | Promise<Reply>;
  /** The reply is over after `ms`; `whole` is false when the sender left before its end. */
  answered?: (arrival: Arrival, end: { ms: number; whole: boolean }) => void;
}

/** Rejects with the system's error when the port cannot be listened on. */
export async function startLabReceiver(options: LabOptions): Promise<LabReceiver> {
  const { host = "127.0.0.1", port: wanted = 0, tls, greeting } = options;
  const sockets = new Set<Socket>();
  let desertion: (() => void)[] = [];
  let accepted = 0;

  const accept = (socket: Socket): void => {
    accepted += 1;
    const connection = accepted;
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      desertion.forEach((resolve) => resolve());
      desertion = [];
    });
    if (greeting) void play(socket, greeting);
    readRequests(socket, (request) => {
      const arrival = { ...request, at: Date.now(), connection };
      void respond(socket, arrival, options);
    });
  };

  const server = tls ? createTlsServer(tls, accept) : createTcpServer(accept);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(wanted, host, resolve),
  );
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    connections: () => ({ accepted, open: sockets.size }),
    deserted: () =>
      sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => desertion.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

async function respond(socket: Socket, arrival: Arrival, options: LabOptions): Promise<void> {
  const startedAt = performance.now();
  const whole = await play(socket, await options.answer(arrival));
  options.answered?.(arrival, { ms: performance.now() - startedAt, whole });
}

function readRequests(socket: Socket, take: (request: Request) => void): void {
  let chunks: Buffer[] = [];
  let length = 0;
  let atLeast = 1;
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    while (length >= atLeast) {
      const bytes = Buffer.concat(chunks);
      const reading = readRequest(bytes);
      if (reading.kind === "refused") {
        socket.off("data", onData).resume();
        void play(socket, [...answer(reading.status, { connection: "close" }), { close: "fin" }]);
        return;
      }
      if (reading.kind === "whole") take(reading.request);
      const rest = reading.kind === "whole" ? bytes.subarray(reading.end) : bytes;
      chunks = [rest];
      length = rest.length;
      atLeast = reading.kind === "whole" ? 1 : reading.atLeast;
    }
  };
  socket.on("data", onData);
}
