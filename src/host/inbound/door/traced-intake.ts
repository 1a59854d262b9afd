// An intake that makes a span of each request that is stored: a stranger whom nobody stores fills no trace.
import { spansOf } from "../../../tracing/spans.ts";
import { readTraceparent } from "../../../tracing/traceparent.ts";
import type { NewRequest } from "../../../engine/inbox/inbox.ts";
import { verdictOf } from "../../metrics/process-counts.ts";
import type { Intake } from "./intake.ts";

/** Where no SDK runs it is the intake itself. */
export function tracedIntake(accept: Intake, basePath: string, version: string): Intake {
  const loading = spansOf(version);
  if (loading === undefined) return accept;
  return async (request) => {
    const { route, method, receivedAt: at, httpStatus, id } = request;
    const span = (await loading).start({
      name: `${method} ${basePath}/${route}`,
      kind: "server",
      parent: callersTrace(request),
      at,
      // https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server
      attributes: {
        "http.request.method": method,
        "http.route": `${basePath}/${route}`,
        "openclaw.webhook.route": route,
        "openclaw.webhook.request_id": id,
      },
    });
    try {
      const acceptance = await accept(request);
      const { verdict, step } = verdictOf(request, acceptance);
      span.end({
        ...(acceptance.kind === "stored" && { "http.response.status_code": httpStatus }),
        "openclaw.webhook.verdict": verdict,
        ...(step !== undefined && { "openclaw.webhook.step": step }),
      });
      return acceptance;
    } catch (error) {
      span.end({}, "not_stored");
      throw error;
    }
  };
}

/** Who has proven nothing says nothing of our traces. */
export function callersTrace({
  headers,
  verdicts,
}: Pick<NewRequest, "headers" | "verdicts">): ReturnType<typeof readTraceparent> {
  const isProven = verdicts.some(({ step, ok }) => step === "authenticity" && ok);
  return isProven ? readTraceparent(headers["traceparent"]) : undefined;
}
