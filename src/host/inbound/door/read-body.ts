// A request's body from the socket into memory: no faster than there is room, no slower than somebody who means it.
import type { IncomingMessage } from "node:http";

export type BodyReading =
  | { kind: "whole"; rawBody: Uint8Array }
  | { kind: "too large" }
  /** Too much is in memory whose senders have proven nothing. */
  | { kind: "no room" };

/** Who counts what is allocated; absent = nobody, for the sender is proven. */
export interface Room {
  grow: (bytes: number) => boolean;
  onCut: () => void;
}

export interface Pace {
  /** All of it must be there by then. */
  withinMs: number;
  /** In each such time at least so many bytes must come. */
  everyMs: number;
  leastBytes: number;
}

const PACE: Pace = { withinMs: 30_000, everyMs: 5_000, leastBytes: 1024 };
const FIRST_BYTES = 4096;

/** The sender went away, was too slow, or broke the rules of HTTP. */
export class IncompleteBody extends Error {}

/** Throws an IncompleteBody. Leaves a body that it does not take to the end unread. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  room?: Room,
  pace = PACE,
): Promise<BodyReading> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return { kind: "too large" };
  const cut = (why: string) => () => request.destroy(new Error(why));
  if (room !== undefined) room.onCut = cut("others needed the room");
  let size = 0;
  let before = 0;
  const deadline = setTimeout(cut("the body came too slowly"), pace.withinMs);
  const watch = setInterval(() => {
    if (size - before < pace.leastBytes) cut("the body came too slowly")();
    before = size;
  }, pace.everyMs);
  // Grows with what comes, whatever was announced. Chunks are copied: a chunk of one byte may hold on to 64 kB.
  let buffer = Buffer.alloc(0);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      const needed = size + bytes.length;
      if (needed > maxBytes) return { kind: "too large" };
      if (needed > buffer.length) {
        const capacity = Math.min(maxBytes, Math.max(needed, buffer.length * 2, FIRST_BYTES));
        if (room?.grow(capacity - buffer.length) === false) return { kind: "no room" };
        const larger = Buffer.allocUnsafeSlow(capacity);
        buffer.copy(larger, 0, 0, size);
        buffer = larger;
      }
      size += bytes.copy(buffer, size);
    }
    return { kind: "whole", rawBody: buffer.subarray(0, size) };
  } catch (error) {
    throw new IncompleteBody("the body did not come to its end", { cause: error });
  } finally {
    // Whoever has sent all of it is cut off no more.
    if (room !== undefined) room.onCut = () => {};
    clearTimeout(deadline);
    clearInterval(watch);
  }
}
