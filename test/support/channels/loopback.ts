// HTTP and WebSocket on loopback, as little as the channels' servers need.
import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  /** The body as JSON or as a form; empty when it is neither. */
  body: Record<string, unknown>;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

/** A field that should be a text; empty when it is none. */
export const asText = (value: unknown): string => (typeof value === "string" ? value : "");

export interface Loopback {
  port: number;
  url: string;
  close: () => Promise<void>;
}

export interface LoopbackOptions {
  /** Speaks TLS with the vendors' certificate (`vendor-gate.ts`). */
  tls?: boolean;
  socket?: (connection: Connection, request: IncomingMessage) => void;
}

export async function serve(
  answer: (asked: Asked) => Answer | Promise<Answer>,
  { tls = false, socket }: LoopbackOptions = {},
): Promise<Loopback> {
  const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  const server = tls
    ? createTlsServer({ key: read("vendors.key"), cert: read("vendors.pem") })
    : createServer();
  server.on("request", (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void (async () => {
        const raw = Buffer.concat(chunks);
        const url = new URL(request.url ?? "/", "http://loopback");
        const given = await answer({
          method: request.method ?? "GET",
          path: decodeURIComponent(url.pathname),
          query: url.searchParams,
          headers: request.headers,
          raw,
          body: parse(raw.toString()),
        });
        const text = given.json === undefined ? (given.text ?? "") : JSON.stringify(given.json);
        const type = given.json === undefined ? "text/plain" : "application/json";
        if (response.destroyed) return;
        response.writeHead(given.status ?? 200, { "content-type": type, ...given.headers });
        response.end(text);
      })();
    });
  });
  const open = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, stream: Duplex) => {
    if (socket === undefined) return void stream.destroy();
    open.add(stream);
    socket(accept(request, stream), request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const stream of open) stream.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** One WebSocket, text frames only: JSON, or the text itself. https://www.rfc-editor.org/rfc/rfc6455 */
export interface Connection {
  send: (message: unknown) => void;
  onMessage: (listener: (message: Record<string, unknown>) => void) => void;
  sendText: (text: string) => void;
  onText: (listener: (text: string) => void) => void;
  close: () => void;
}

function accept(request: IncomingMessage, stream: Duplex): Connection {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const proof = createHash("sha1").update(key).digest("base64");
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${proof}\r\n\r\n`,
  );
  const listeners = new Set<(text: string) => void>();
  let pending = Buffer.alloc(0);
  let fragments: Buffer[] = [];
  const frame = (opcode: number, payload: Buffer): void => {
    const { length } = payload;
    const head = length < 126 ? Buffer.alloc(2) : Buffer.alloc(length < 65_536 ? 4 : 10);
    head[0] = 0x80 | opcode;
    head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    if (!stream.destroyed) stream.write(Buffer.concat([head, payload]));
  };
  stream.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let next = unframe(pending); next !== undefined; next = unframe(pending)) {
      pending = pending.subarray(next.size);
      if (next.opcode === 8) frame(8, next.payload.subarray(0, 2));
      else if (next.opcode === 9) frame(10, next.payload);
      else if (next.opcode < 3) {
        fragments.push(next.payload);
        if (!next.last) continue;
        const text = Buffer.concat(fragments).toString();
        fragments = [];
        for (const listener of listeners) listener(text);
      }
    }
  });
  stream.on("error", () => undefined);
  return {
    send: (message) => frame(1, Buffer.from(JSON.stringify(message))),
    onMessage: (listener) => void listeners.add((text) => listener(parse(text))),
    sendText: (text) => frame(1, Buffer.from(text)),
    onText: (listener) => void listeners.add(listener),
    close: () => void stream.destroy(),
  };
}

function unframe(
  bytes: Buffer,
): { opcode: number; last: boolean; payload: Buffer; size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start + 4) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const size = start + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, size));
  for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { opcode: first & 0x0f, last: (first & 0x80) !== 0, payload, size };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
