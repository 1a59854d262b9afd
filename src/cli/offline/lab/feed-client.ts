// One question to a feed, and what its answer means for whoever reads on. Repeats no token.
import { isRecord } from "../../../config/problem/path.ts";

export interface FeedEntry {
  cursor: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface FeedPage {
  events: readonly FeedEntry[];
  cursor: string;
}

/**
 * `moved`: what follows the cursor is gone, and it goes on with this one. `later`: it may be had after a while.
 * `refused`: not by asking again.
 */
export type FeedReading =
  | { kind: "page"; page: FeedPage }
  | { kind: "moved"; cursor: string; message: string }
  | { kind: "later"; message: string; retryAfterMs?: number }
  | { kind: "refused"; message: string };

export interface FeedQuestion {
  after?: string | undefined;
  limit: number;
  /** Seconds. */
  wait: number;
}

const SLACK_MS = 10_000;
const LATER = new Set([429, 500, 502, 503, 504]);

/** Never rejects; what was stopped is told as `later`. */
export async function askFeed(
  { url, token }: { url: string; token: string },
  { after, limit, wait }: FeedQuestion,
  stop?: AbortSignal,
): Promise<FeedReading> {
  const target = new URL(url);
  const query = { limit: String(limit), wait: String(wait), ...(after !== undefined && { after }) };
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  const timeout = AbortSignal.timeout(wait * 1000 + SLACK_MS);
  try {
    const response = await fetch(target, {
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      redirect: "error",
      signal: stop ? AbortSignal.any([stop, timeout]) : timeout,
    });
    return readingOf(response, await response.json().catch(() => undefined));
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { kind: "later", message: `not reached: ${cause?.code ?? message}` };
  }
}

function readingOf({ status, headers }: Response, body: unknown): FeedReading {
  if (status === 200 && isPage(body)) return { kind: "page", page: body };
  const { message, cursor } = faultOf(body);
  const said = message ?? "this is no feed";
  if (status === 410 && cursor !== undefined) return { kind: "moved", cursor, message: said };
  if (!LATER.has(status)) return { kind: "refused", message: `HTTP ${status}: ${said}` };
  const seconds = Number(headers.get("retry-after"));
  return {
    kind: "later",
    message: `HTTP ${status}: ${said}`,
    ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
  };
}

function isPage(body: unknown): body is FeedPage {
  return isRecord(body) && Array.isArray(body["events"]) && typeof body["cursor"] === "string";
}

function faultOf(body: unknown): { message?: string; cursor?: string } {
  const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
  const { message, cursor } = error;
  return {
    ...(typeof message === "string" && { message }),
    ...(typeof cursor === "string" && { cursor }),
  };
}
