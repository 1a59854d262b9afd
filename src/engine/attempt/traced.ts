// A transport that makes a span of each request. The receiver is told of that span in place of the run's, so that
// what it does stands below the attempt. Decides nothing.
import type { Spans } from "../../tracing/span.ts";
import { readTraceparent } from "../../tracing/traceparent.ts";
import type { Answer, OutgoingRequest, Transport } from "./outgoing.ts";

/** A slow collector must not keep the Gateway from ending. */
const FLUSH_MS = 500;

/** Without `spans` it is the transport itself. */
export function traced(transport: Transport, spans: Spans | undefined): Transport {
  if (spans === undefined) return transport;
  return {
    async send(request, signal) {
      const span = spans.start({
        name: `webhook ${request.headers["X-OpenClaw-Event"]}`,
        kind: "client",
        parent: readTraceparent(request.headers["traceparent"]),
        attributes: attributesOf(request),
      });
      const told = Object.keys(span.headers);
      const others = Object.entries(request.headers).filter(([name]) => !told.includes(name));
      const headers = { ...Object.fromEntries(others), ...span.headers };
      const answer = await span.within(() => transport.send({ ...request, headers }, signal));
      span.end(shownBy(answer), failureOf(answer));
      return answer;
    },
    async close() {
      await transport.close();
      await spans.flush(FLUSH_MS);
    },
  };
}

/**
 * Names: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client. No `url.full`: path and query may
 * be the secret.
 */
function attributesOf({ method = "POST", url, headers, endpoint }: OutgoingRequest): {
  [name: string]: string | number;
} {
  const { hostname = "", port = "", protocol = "" } = URL.parse(url) ?? {};
  const attempt = Number(headers["X-OpenClaw-Attempt"]);
  return {
    "http.request.method": method,
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "http:" ? 80 : 443),
    ...(attempt > 1 && { "http.request.resend_count": attempt - 1 }),
    ...(endpoint !== undefined && { "openclaw.webhook.endpoint": endpoint }),
    "openclaw.webhook.event": headers["X-OpenClaw-Event"] ?? "",
    "openclaw.webhook.event_id": headers["webhook-id"] ?? "",
    "openclaw.webhook.delivery_id": headers["X-OpenClaw-Delivery"] ?? "",
  };
}

function shownBy(answer: Answer): Record<string, number> {
  return answer.kind === "response" ? { "http.response.status_code": answer.status } : {};
}

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/#error-type */
function failureOf(answer: Answer): string | undefined {
  if (answer.kind === "failure") return answer.errorClass;
  return answer.status >= 200 && answer.status < 300 ? undefined : String(answer.status);
}
