import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRequest, type Request } from "../../../src/lab/request.ts";

function chunked(parts: readonly Uint8Array[]): Buffer {
  const chunks = parts
    .filter(({ length }) => length > 0)
    .map((part) =>
      Buffer.concat([
        Buffer.from(`${part.length.toString(16)};x=y\r\n`),
        part,
        Buffer.from("\r\n"),
      ]),
    );
  return Buffer.concat([...chunks, Buffer.from("0\r\nTrailer: 1\r\n\r\n")]);
}

const head = (line: string): string =>
  `POST /hook?a=b HTTP/1.1\r\nX-Two: 1\r\nx-two: 2\r\n${line}\r\n\r\n`;

/** As a socket would give it: read again only once there is as much as it asked for. */
function readInPieces(bytes: Buffer, cuts: readonly number[]): Request | undefined {
  let atLeast = 1;
  for (const end of [...cuts.toSorted((one, other) => one - other), bytes.length]) {
    if (end < atLeast) continue;
    const reading = readRequest(bytes.subarray(0, end));
    if (reading.kind === "whole") return reading.request;
    if (reading.kind === "refused") return undefined;
    atLeast = reading.atLeast;
  }
  return undefined;
}

describe("a request", () => {
  it("is the same whole, in chunks and in any pieces", () => {
    const cuts = fc.array(fc.nat(400), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }),
        cuts,
        (parts, at) => {
          const body = Buffer.concat(parts);
          const sized = Buffer.concat([Buffer.from(head(`Content-Length: ${body.length}`)), body]);
          const inChunks = Buffer.concat([
            Buffer.from(head("Transfer-Encoding: chunked")),
            chunked(parts),
          ]);
          for (const bytes of [sized, inChunks]) {
            const request = readInPieces(bytes, at);
            expect(request).toMatchObject({ method: "POST", path: "/hook?a=b" });
            expect(request?.headers["x-two"]).toBe("1, 2");
            expect(Buffer.from(request?.body ?? [])).toEqual(body);
          }
        },
      ),
    );
  });

  it("ends where the next begins", () => {
    const bytes = Buffer.from(`${head("Content-Length: 2")}{}GET / HTTP/1.1\r\n\r\n`);
    const first = readRequest(bytes);
    if (first.kind !== "whole") throw new Error(first.kind);
    expect(readRequest(bytes.subarray(first.end))).toMatchObject({
      kind: "whole",
      request: { method: "GET", path: "/" },
    });
  });

  it.each<[string, string, number]>([
    ["that is no HTTP", "220 mail.example.com\r\n\r\n", 400],
    ["with a header that is none", "POST / HTTP/1.1\r\nno header\r\n\r\n", 400],
    ["with a length that is none", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400],
    ["with a chunk that is none", `${head("Transfer-Encoding: chunked")}zz\r\n`, 400],
    ["of more than 32 MiB", head("Content-Length: 33554433"), 413],
    ["of more than 32 MiB in chunks", `${head("Transfer-Encoding: chunked")}2000001\r\n`, 413],
    ["with headers without end", `POST / HTTP/1.1\r\nx: ${"y".repeat(70_000)}`, 431],
  ])("%s is refused", (_name, text, status) => {
    expect(readRequest(Buffer.from(text))).toEqual({ kind: "refused", status });
  });
});
