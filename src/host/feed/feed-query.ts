// What a receiver asks for, as it stands in its request. Decides nothing about who asks.
import type { IncomingHttpHeaders } from "node:http";

export interface FeedQuery {
  /** Cursor; absent = what was not acknowledged yet. */
  after?: string;
  limit: number;
  waitMs: number;
  /** As server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
  stream: boolean;
}

export type QueryReading = { ok: true; query: FeedQuery } | { ok: false; problem: string };

const KNOWN = ["after", "limit", "wait"];
const DEFAULT_LIMIT = 100;
const MOST_ENTRIES = 1000;
const LONGEST_WAIT_SECONDS = 60;
const LONGEST_CURSOR = 200;

export function readQuery(
  params: URLSearchParams,
  headers: Pick<IncomingHttpHeaders, "accept"> & { "last-event-id"?: string },
): QueryReading {
  const unknown = [...params.keys()].find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) return refuse(`unknown parameter; there are ${KNOWN.join(", ")}`);
  if (KNOWN.some((key) => params.getAll(key).length > 1)) return refuse("a parameter stands twice");
  const stream = /(?:^|[,\s])text\/event-stream\b/i.test(headers.accept ?? "");
  const limit = wholeNumber(params.get("limit"), DEFAULT_LIMIT);
  const fewest = stream ? 1 : 0;
  if (limit === undefined || limit < fewest || limit > MOST_ENTRIES)
    return refuse(`limit: expected a whole number from ${fewest} to ${MOST_ENTRIES}`);
  const wait = wholeNumber(params.get("wait"), 0);
  if (wait === undefined || wait > LONGEST_WAIT_SECONDS)
    return refuse(`wait: expected whole seconds from 0 to ${LONGEST_WAIT_SECONDS}`);
  // A stream that was cut asks with the same address again, and with where it was.
  const after = headers["last-event-id"] || params.get("after") || undefined;
  if (after !== undefined && after.length > LONGEST_CURSOR) return refuse("after: is no cursor");
  const query = { limit, waitMs: wait * 1000, stream };
  return { ok: true, query: { ...query, ...(after !== undefined && { after }) } };
}

function wholeNumber(text: string | null, absent: number): number | undefined {
  if (text === null) return absent;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function refuse(problem: string): QueryReading {
  return { ok: false, problem };
}
