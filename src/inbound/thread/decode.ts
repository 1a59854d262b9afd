// A body without its content coding. The work is done in Node's own pool, piece by piece: the Gateway's thread only
// puts the pieces together, and what comes out ends where it would be too much, whatever went in.
import { once } from "node:events";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import type { Coding } from "../request/content-coding.ts";

export type Decoding =
  | { kind: "whole"; rawBody: Uint8Array }
  | { kind: "too large" }
  /** Not of that coding, cut off, or with something behind its end. */
  | { kind: "malformed" }
  /** `grow` has said no. */
  | { kind: "no room" };

export interface DecodeBounds {
  maxBytes: number;
  /** So many more bytes are about to be kept. */
  grow?: (bytes: number) => boolean;
}

const PIECE_BYTES = 65_536;
/** RFC 9659: no zstd of HTTP needs a larger window, and none is allocated. */
const ZSTD_WINDOW_LOG = 23;
/** RFC 8878, 3: a zstd body may be several frames, and Node reads one. Each costs some 0.1 ms here. */
const MOST_FRAMES = 64;
/** At once; the pool has four threads, and others need it, too. */
const MOST_AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** Never rejects. */
export async function decode(
  body: Uint8Array,
  coding: Coding,
  bounds: DecodeBounds,
): Promise<Decoding> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await unpack(body, coding, bounds);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

async function unpack(
  body: Uint8Array,
  coding: Coding,
  { maxBytes, grow = () => true }: DecodeBounds,
): Promise<Decoding> {
  const pieces: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer): Decoding | undefined => {
    size += piece.length;
    if (size > maxBytes) return { kind: "too large" };
    if (!grow(piece.length)) return { kind: "no room" };
    pieces.push(piece);
    return undefined;
  };
  let rest = body;
  for (let frames = coding === "zstd" ? MOST_FRAMES : 1; frames > 0; frames -= 1) {
    const read = await unpackFrame(rest, coding, take);
    if (typeof read !== "number") return read;
    if (read === rest.byteLength) return { kind: "whole", rawBody: Buffer.concat(pieces, size) };
    rest = rest.subarray(read);
  }
  // What stands behind the end is nobody's body.
  return MALFORMED;
}

/** How many bytes it was, or why there is no more to read. */
async function unpackFrame(
  body: Uint8Array,
  coding: Coding,
  take: (piece: Buffer) => Decoding | undefined,
): Promise<number | Decoding> {
  const stream = DECODERS[coding](body);
  stream.end(body);
  try {
    for await (const piece of stream) {
      const ended = take(piece as Buffer);
      if (ended !== undefined) return ended;
    }
    return stream.bytesWritten;
  } catch {
    return MALFORMED;
  } finally {
    if (!stream.destroyed) {
      stream.destroy();
      await once(stream, "close").catch(() => undefined);
    }
  }
}

const MALFORMED: Decoding = { kind: "malformed" };
const options = { chunkSize: PIECE_BYTES };

const DECODERS = {
  gzip: () => createGunzip(options),
  // Named after the format around it (RFC 9110, 8.4.1.2), and often sent without it: its first byte tells.
  deflate: (body: Uint8Array) =>
    ((body[0] ?? 0) & 0x0f) === 0x08 ? createInflate(options) : createInflateRaw(options),
  br: () => createBrotliDecompress(options),
  zstd: () =>
    createZstdDecompress({
      ...options,
      params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
    }),
} as const;
