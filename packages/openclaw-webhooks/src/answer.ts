// What the Gateway is told, and what it does then.

/** An HTTP answer; `body` is text that the operator finds in the delivery's log. */
export class Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;

  constructor(status: number, body = "", headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers =
      body === "" ? headers : { "content-type": "text/plain; charset=utf-8", ...headers };
  }
}

/** It arrived: the Gateway is done with it. */
export function accepted(): Answer {
  return new Answer(204);
}

/** Not now: the Gateway sends more slowly, and this once more, not before `afterSeconds`. */
export function retryLater(afterSeconds: number, reason = "not now"): Answer {
  const seconds = String(Math.max(0, Math.ceil(afterSeconds)));
  return new Answer(503, reason, { "retry-after": seconds });
}

/** Never this one: the Gateway tries it no more and keeps it as dead; others still come. */
export function refuse(reason: string): Answer {
  return new Answer(422, reason, { "webhook-delivery": "abort-message" });
}

/** Nothing any more: the Gateway disables the endpoint until an operator resumes it. */
export function unsubscribe(reason: string): Answer {
  return new Answer(410, reason, { "webhook-delivery": "disable" });
}
