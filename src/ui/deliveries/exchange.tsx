// What went over the wire: the request with its secrets masked, and the last answer. Texts are shown as text,
// and only after a click.
import type { JSX } from "preact";
import type {
  DeliveryDetail,
  EndpointDecision,
  EndpointRow,
  ExplanationView,
  ShownText,
} from "../data/answers.ts";
import { Hidden } from "../pieces/hidden.tsx";
import { useSurroundings } from "../pieces/hooks.ts";
import { USUAL_REQUEST } from "./curl.ts";
import { DETAIL as SAID } from "../words/deliveries.ts";

interface Props {
  detail: DeliveryDetail;
  decision: EndpointDecision | undefined;
  endpoint: EndpointRow | undefined;
}

export function Exchange({ detail, decision, endpoint }: Props): JSX.Element {
  const { source } = useSurroundings();
  const { delivery, attempts } = detail;
  const { id } = delivery;
  const last = attempts.at(-1);
  const body = async (): Promise<ShownText | undefined> => {
    const { endpoints } = await source.ask<ExplanationView>("explain", { id, body: true });
    return endpoints.find((each) => each.endpoint === delivery.endpoint)?.sends?.text;
  };
  const answer = async (): Promise<ShownText | undefined> => {
    const shown = await source.ask<DeliveryDetail>("show", { id, body: true });
    return shown.attempts.at(-1)?.response;
  };
  return (
    <>
      <section aria-label={SAID.request}>
        <h3>{SAID.request}</h3>
        <pre class="ew-code" tabIndex={0}>
          {requestHead(delivery, last?.number, decision, endpoint)}
        </pre>
        <p class="ew-quiet">{SAID.headersNote}</p>
        <Hidden label={SAID.showBody} ask={body} />
      </section>
      {last?.httpStatus !== undefined && (
        <section aria-label={SAID.response}>
          <h3>{SAID.response}</h3>
          <p>
            <code>HTTP {last.httpStatus}</code>
          </p>
          <Hidden label={SAID.showAnswer} ask={answer} />
        </section>
      )}
    </>
  );
}

function requestHead(
  { id, eventId, event }: DeliveryDetail["delivery"],
  attempt: number | undefined,
  decision: EndpointDecision | undefined,
  endpoint: EndpointRow | undefined,
): string {
  const second = decision?.sends?.signedPrefix?.replace(/\.$/, "");
  const mask = SAID.masked;
  const { method, contentType } = decision?.sends?.request ?? USUAL_REQUEST;
  return [
    `${method} ${endpoint?.origin ?? ""}/${mask}`,
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    `X-OpenClaw-Event: ${event}`,
    `X-OpenClaw-Delivery: ${id}`,
    ...(attempt === undefined ? [] : [`X-OpenClaw-Attempt: ${attempt}`]),
    ...(second === undefined ? [] : [`X-OpenClaw-Timestamp: ${second}`]),
    ...(endpoint?.signed === true ? [`X-OpenClaw-Signature: sha256=${mask}`] : []),
    `webhook-id: ${eventId}`,
  ].join("\n");
}
