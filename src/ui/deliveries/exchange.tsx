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
import { useLanguage } from "../pieces/language.ts";

/** Stands for what nobody but the receiver may know. */
const MASK = "••••••";

interface Props {
  detail: DeliveryDetail;
  decision: EndpointDecision | undefined;
  endpoint: EndpointRow | undefined;
}

export function Exchange({ detail, decision, endpoint }: Props): JSX.Element {
  const { words } = useLanguage();
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
      <section aria-label={words.delivery.request}>
        <h3>{words.delivery.request}</h3>
        <pre class="ew-code" tabIndex={0}>
          {requestHead(delivery, last?.number, decision, endpoint)}
        </pre>
        <p class="ew-quiet">{words.delivery.headersNote}</p>
        <Hidden label={words.delivery.showBody} ask={body} />
      </section>
      {last?.httpStatus !== undefined && (
        <section aria-label={words.delivery.response}>
          <h3>{words.delivery.response}</h3>
          <p>
            <code>HTTP {last.httpStatus}</code>
          </p>
          <Hidden label={words.delivery.showAnswer} ask={answer} />
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
  const { method, contentType } = decision?.sends?.request ?? USUAL_REQUEST;
  return [
    `${method} ${endpoint?.origin ?? ""}/${MASK}`,
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    `X-OpenClaw-Event: ${event}`,
    `X-OpenClaw-Delivery: ${id}`,
    ...(attempt === undefined ? [] : [`X-OpenClaw-Attempt: ${attempt}`]),
    ...(second === undefined ? [] : [`X-OpenClaw-Timestamp: ${second}`]),
    ...(endpoint?.signed === true ? [`X-OpenClaw-Signature: sha256=${MASK}`] : []),
    `webhook-id: ${eventId}`,
  ].join("\n");
}
