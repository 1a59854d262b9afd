// A receiver that misbehaves on order: raw sockets, so that every byte and every close is the test's.
// It checks nothing; it records what came and plays what was scripted.
import { readFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";

/** One thing that the receiver does with a request; a reply is a list of them. */
type Step =
  | { send: string | Uint8Array }
  /** Waits before the next step. */
  | { pauseMs: number }
  /** Keeps sending this chunk until `bytes` are out (`Infinity`: for ever) or the peer goes away. */
  | { flood: Uint8Array; bytes: number }
  /** Ends the connection: `fin` in good manners, `rst` without. */
  | { close: "fin" | "rst" }
  /** Does nothing more and keeps the connection. */
  | { hang: true };

export type Reply = readonly Step[];

interface ReceivedRequest {
  method: string;
  path: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
  /** Number of the connection that it came on, 1 for the first. */
  connection: number;
}

export interface FaultReceiver {
  /** `http://127.0.0.1:<port>` or its https, IPv6 form. */
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  /** Connections accepted so far, and those open now. */
  readonly connections: () => { accepted: number; open: number };
  /** Replies for the next requests, one each; after them the usual one. */
  script: (...replies: Reply[]) => void;
  /** The reply when the script is over. Default: 204. */
  usually: (reply: Reply) => void;
  /** Resolves with the next request that arrives. */
  next: () => Promise<ReceivedRequest>;
  /** Resolves when no connection is open. */
  deserted: () => Promise<void>;
  close: () => Promise<void>;
}

export interface FaultReceiverOptions {
  /** Default: 127.0.0.1. */
  host?: string;
  /** Serve TLS with this certificate of `test/support/tls`. */
  certificate?: "good" | "expired" | "other-name";
  /** What happens to each connection before any request is read. */
  greeting?: Reply;
}

/** A complete answer as bytes. `content-length` is the body's unless given. */
export function answer(status: number, headers: Record<string, string> = {}, body = ""): Reply {
  const lines = Object.entries({ "content-length": `${Buffer.byteLength(body)}`, ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return [{ send: `HTTP/1.1 ${status} Scripted\r\n${head}\r\n${body}` }];
}

/** PEM of a test-only certificate or of the key that all of them share. */
export function testPem(name: "good" | "expired" | "other-name" | "key"): string {
  return readFileSync(new URL(`./tls/${name}.pem`, import.meta.url), "utf8");
}

/** Starts on a free port. */
export async function startFaultReceiver(
  options: FaultReceiverOptions = {},
): Promise<FaultReceiver> {
  const { host = "127.0.0.1", certificate, greeting } = options;
  const requests: ReceivedRequest[] = [];
  const replies: Reply[] = [];
  const sockets = new Set<Socket>();
  const awaited: ((request: ReceivedRequest) => void)[] = [];
  let desertion: (() => void)[] = [];
  let usual = answer(204);
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
      const received = { ...request, connection };
      requests.push(received);
      awaited.shift()?.(received);
      void play(socket, replies.shift() ?? usual);
    });
  };

  const server = certificate
    ? createTlsServer({ cert: testPem(certificate), key: testPem("key") }, accept)
    : createTcpServer(accept);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(0, host, resolve),
  );
  const { port } = server.address() as AddressInfo;

  return {
    url: `${certificate ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    requests,
    connections: () => ({ accepted, open: sockets.size }),
    script: (...more) => void replies.push(...more),
    usually: (reply) => (usual = reply),
    next: () => new Promise((resolve) => awaited.push(resolve)),
    deserted: () =>
      sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => desertion.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

async function play(socket: Socket, reply: Reply): Promise<void> {
  for (const step of reply) {
    if (socket.destroyed || "hang" in step) return;
    if ("send" in step) socket.write(step.send);
    else if ("pauseMs" in step) await pause(socket, step.pauseMs);
    else if ("flood" in step) await flood(socket, step.flood, step.bytes);
    else if (step.close === "fin") socket.end();
    else socket.resetAndDestroy();
  }
}

function pause(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      socket.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    socket.on("close", done);
  });
}

async function flood(socket: Socket, chunk: Uint8Array, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += chunk.length) {
    const more = socket.write(chunk.subarray(0, bytes - sent));
    if (more) continue;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off("drain", done).off("close", done);
        resolve();
      };
      socket.on("drain", done).on("close", done);
    });
  }
}

function readRequests(
  socket: Socket,
  take: (request: Omit<ReceivedRequest, "connection">) => void,
): void {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf("\r\n\r\n");
      if (end < 0) return;
      const [first = "", ...lines] = pending.toString("latin1", 0, end).split("\r\n");
      const [method = "", path = ""] = first.split(" ");
      const headers = Object.fromEntries(
        lines
          .map((line) => line.split(/: ?(.*)/s, 2))
          .map(([name = "", value = ""]) => [name.toLowerCase(), value]),
      );
      const bodyEnd = end + 4 + Number(headers["content-length"] ?? 0);
      if (pending.length < bodyEnd) return;
      take({ method, path, headers, body: pending.toString("utf8", end + 4, bodyEnd) });
      pending = pending.subarray(bodyEnd);
    }
  });
}
