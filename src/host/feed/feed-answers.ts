// What a receiver is told, in JSON. Says nothing to somebody who was not let in.
import type { FeedAnswer } from "../../engine/feed/feed-answer.ts";
import { jsonAnswer, type HttpAnswer } from "../../inbound/answer/answer.ts";

interface FeedFault {
  status: number;
  /** Stable, for programs. */
  code: string;
  message: string;
  hint?: string;
  /** From where to go on. */
  cursor?: string;
  retryAfterSeconds?: number;
}

/** `{"error": {"code", "message", "hint"?, "cursor"?}}` */
export function feedFault({ status, retryAfterSeconds, ...error }: FeedFault): HttpAnswer {
  const headers =
    retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return jsonAnswer(status, { error }, headers);
}

/** Also for a feed that does not exist. */
export const REFUSED: HttpAnswer = jsonAnswer(
  401,
  { error: { code: "unauthorized", message: "the token is not right for this feed" } },
  { "www-authenticate": "Bearer" },
);
export const ONLY_GET: HttpAnswer = jsonAnswer(
  405,
  { error: { code: "method", message: "a feed is read with GET" } },
  { allow: "GET" },
);
export const NOT_RUNNING = feedFault({
  status: 503,
  code: "starting",
  message: "not ready yet",
  retryAfterSeconds: 1,
});
export const TOO_MANY_READERS = feedFault({
  status: 503,
  code: "busy",
  message: "too many read this feed at once",
  hint: "end what waits, and ask again",
  retryAfterSeconds: 5,
});

export function tooManyFailures(retryAfterSeconds: number): HttpAnswer {
  return feedFault({
    status: 429,
    code: "too_many",
    message: "too many requests",
    retryAfterSeconds,
  });
}

/** `{"events": […], "cursor": "…", "done": true, "paused"?: true}`, or an error that says how to go on. */
export function feedAnswer(answer: FeedAnswer): HttpAnswer {
  switch (answer.kind) {
    case "page": {
      const { items, cursor, done, paused } = answer;
      const rest = JSON.stringify({ cursor, done, ...(paused && { paused }) }).slice(1);
      const events = items.map(({ json }) => json).join(",");
      return { ...jsonAnswer(200, {}), body: `{"events":[${events}],${rest}` };
    }
    case "lost":
      return feedFault({
        status: 410,
        code: "events_lost",
        message:
          "events after this cursor are gone: they were read before, or nobody read them within the log's bounds, or an operator deleted them",
        hint: 'go on with "cursor" as `after`: it gives all that is left',
        cursor: answer.cursor,
      });
    case "foreign":
      return feedFault({
        status: 410,
        code: "cursor_unknown",
        message: "this cursor is newer than the log: the log is another one, or an older copy",
        hint: 'go on with "cursor" as `after`: it gives all that was not acknowledged',
        cursor: answer.cursor,
      });
    case "no cursor":
      return feedFault({
        status: 400,
        code: "bad_cursor",
        message: "`after` is no cursor of this feed",
        hint: "take the cursor of an answer as it is, or leave it out for what was not acknowledged",
      });
    case "held":
      return feedFault({
        status: 503,
        code: "held",
        message: "the settings of this endpoint cannot work; its events wait",
        hint: "`openclaw webhook endpoints` says what is wrong",
        retryAfterSeconds: 60,
      });
    case "no feed":
      return NOT_RUNNING;
  }
}
