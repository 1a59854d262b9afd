// How fast a body must come, on a real socket.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { IncompleteBody, readBody, type Pace } from "../../src/host/inbound/door/read-body.ts";

let server: Server;
let socket: Socket;

/** What becomes of a body of 10,000 bytes, of which each of `pieces` is sent `everyMs` after the one before. */
async function read(
  pace: Pace,
  pieces: readonly string[],
  everyMs: number,
  maxBytes = 100_000,
): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  server = createServer((request) => {
    readBody(request, maxBytes, undefined, pace).then(resolve, resolve);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");
  const left = [...pieces];
  const mine = socket;
  const timer = setInterval(() => {
    const piece = left.shift();
    if (piece === undefined) clearInterval(timer);
    else mine.write(piece);
  }, everyMs);
  return promise;
}

afterEach(() => {
  socket.destroy();
  server.closeAllConnections();
  server.close();
});

const patient = 60_000;

it("cuts a sender that sends too little in each span", async () => {
  const pace = { withinMs: patient, everyMs: 100, leastBytes: 1000 };
  expect(
    await read(
      pace,
      Array.from({ length: 100 }, () => "x"),
      20,
    ),
  ).toBeInstanceOf(IncompleteBody);
});

it("cuts a sender that takes too long in all", async () => {
  const pace = { withinMs: 100, everyMs: patient, leastBytes: 1 };
  expect(await read(pace, ["x".repeat(9000)], 1)).toBeInstanceOf(IncompleteBody);
});

it("reads what comes in time, in many pieces", async () => {
  const pace = { withinMs: patient, everyMs: patient, leastBytes: 1 };
  const pieces = Array.from({ length: 100 }, (_, index) => String(index % 10).repeat(100));
  const reading = (await read(pace, pieces, 1)) as { kind: string; rawBody: Uint8Array };
  expect(reading.kind).toBe("whole");
  expect(Buffer.from(reading.rawBody).equals(Buffer.from(pieces.join("")))).toBe(true);
});

it.each([
  [10_000, "whole"],
  [9_999, "too large"],
])("takes a body at the limit, and none that is one byte above it: %i", async (maxBytes, kind) => {
  const pace = { withinMs: patient, everyMs: patient, leastBytes: 1 };
  expect(await read(pace, ["x".repeat(10_000)], 1, maxBytes)).toMatchObject({ kind });
});
