// What a refused request takes of the log, so that strangers are bounded by bytes. Knows no table.
import type { NewRequest } from "./inbox.ts";

/** Keys, times, counts, and its places in the indexes. */
const FIXED_BYTES = 400;
/** Most refused requests that one arrival pushes out: small ones make room for a large one, in bounded time. */
export const MOST_EVICTED = 256;

export type Refused = NonNullable<NewRequest["refused"]>;

/** The whole stored size, about. */
export function keptBytes(request: NewRequest): number {
  const { id, route, method, peer, verdicts, headers, query, dedupeKeys, body, bodyHash } = request;
  const parts = [id, route, method, peer, body?.text ?? "", bodyHash?.sha256 ?? ""];
  const values = [verdicts, headers, query, dedupeKeys].map((value) => JSON.stringify(value));
  return [...parts, ...values].reduce((sum, text) => sum + Buffer.byteLength(text), FIXED_BYTES);
}

/** Each kind has half: what the one takes is not the other's. */
export function shareOf(maxRejectedBytes: number): number {
  return maxRejectedBytes / 2;
}
