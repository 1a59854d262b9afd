// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): the same entries, one message
// each, with the cursor as its id. A stream ends by itself so that its receiver connects again: with the id of the last
// message that it took, which acknowledges it and all before it.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FeedAnswer, ReadFeed } from "../../engine/feed/feed-answer.ts";
import type { Bell } from "./bell.ts";
import type { FeedQuery } from "./feed-query.ts";
import type { Reader } from "./readers.ts";

export interface StreamPace {
  heartbeatMs: number;
  /** From the first message that is not acknowledged. */
  unacknowledgedMs: number;
  /** One without any message. */
  idleMs: number;
  /** A receiver that takes nothing for so long is gone. */
  stalledMs: number;
}

export const STREAM_PACE: StreamPace = {
  heartbeatMs: 15_000,
  unacknowledgedMs: 30_000,
  idleMs: 3_600_000,
  stalledMs: 30_000,
};

/** Before a receiver connects again, ms. */
const RECONNECT_MS = 1000;
const PAGE = 100;

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // nginx holds back what it gathers otherwise (nginx.org, ngx_http_proxy_module: proxy_buffering).
  "x-accel-buffering": "no",
};

export interface StreamPorts {
  read: ReadFeed;
  bell: Bell;
  pace: StreamPace;
}

/** Answers whole when there is no stream to be had: then nothing was written. */
export async function eventStream(
  ports: StreamPorts,
  endpoint: string,
  query: FeedQuery,
  { response, reader }: { response: ServerResponse; reader: Reader },
): Promise<Exclude<FeedAnswer, { kind: "page" }> | undefined> {
  const { read, bell, pace } = ports;
  const startedAt = performance.now();
  let { limit: left, after } = query;
  let endAt = startedAt + pace.idleMs;
  let hasGiven = false;
  for (let goesOn = false; left > 0 && performance.now() < endAt && !reader.hasEnded();) {
    const rung = bell.rung(endpoint);
    const answer = await read({
      endpoint,
      limit: Math.min(left, PAGE),
      ...(after !== undefined && { after }),
      ...(goesOn && { goesOn }),
    });
    if (answer.kind !== "page") {
      if (!goesOn) return answer;
      // Whoever connects again is told why.
      break;
    }
    if (!goesOn) response.writeHead(200, HEADERS).write(`retry: ${RECONNECT_MS}\n\n`);
    goesOn = true;
    const { items, cursor, done } = answer;
    after = cursor;
    left -= items.length;
    if (items.length > 0 && !hasGiven) endAt = performance.now() + pace.unacknowledgedMs;
    hasGiven ||= items.length > 0;
    const isEmpty = items.length === 0;
    const text = items.map((item) => `id: ${item.cursor}\ndata: ${item.json}\n\n`).join("");
    if (!isEmpty && !(await write(response, text, pace.stalledMs))) break;
    const restMs = Math.min(pace.heartbeatMs, endAt - performance.now());
    const withinMs = done && left > 0 ? restMs : 0;
    await bell.wait(endpoint, { rung, withinMs, ended: reader.ended });
    // A comment, which keeps those in between from closing what seems to be at rest.
    if (isEmpty && done && !reader.hasEnded()) await write(response, ":\n\n", pace.stalledMs);
  }
  response.end();
  return undefined;
}

/** False: its receiver takes nothing, or is gone. */
async function write(response: ServerResponse, text: string, withinMs: number): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(text)) return true;
  try {
    await once(response, "drain", { signal: AbortSignal.timeout(withinMs) });
    return true;
  } catch {
    response.destroy();
    return false;
  }
}
