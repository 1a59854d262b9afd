// One delivery, opened: what became of it, why, and what can be done. What was said stays hidden until asked for.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { AttemptTimeline } from "./attempt-timeline.tsx";
import type {
  DeliveryDetail,
  EndpointDecision,
  EndpointRow,
  ExplanationView,
} from "../data/answers.ts";
import { Actions } from "./delivery-actions.tsx";
import { Exchange } from "./exchange.tsx";
import { useAnswer, type Answer } from "../pieces/hooks.ts";
import { Answered, State, Time } from "../pieces/pieces.tsx";
import { TONES } from "../pieces/tones.ts";
import { Why } from "./why.tsx";
import { useLanguage } from "../pieces/language.ts";

export function DeliveryDetailPane({ id, close }: { id: string; close: () => void }): JSX.Element {
  const { words } = useLanguage();
  const shown = useAnswer<DeliveryDetail>("show", { id });
  const explained = useAnswer<ExplanationView>("explain", { id });
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      ref={pane}
      class="ew-detail"
      aria-label={words.delivery.label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <button type="button" class="ew-close" aria-label={words.shell.close} onClick={close}>
        ×
      </button>
      <Answered answer={shown}>
        {(detail) => <Opened detail={detail} explained={explained} />}
      </Answered>
    </aside>
  );
}

function Opened({
  detail,
  explained,
}: {
  detail: DeliveryDetail;
  explained: Answer<ExplanationView>;
}): JSX.Element {
  const { words } = useLanguage();
  const { delivery, attempts } = detail;
  const endpoints = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  const endpoint = endpoints.value?.endpoints.find((each) => each.endpoint === delivery.endpoint);
  const decision = explained.value?.endpoints.find((each) => each.endpoint === delivery.endpoint);
  return (
    <>
      <header>
        <h2>{delivery.event}</h2>
        <p>
          <State tone={TONES[delivery.status]}>{words.status[delivery.status]}</State>
          <span class="ew-quiet">→ {delivery.endpoint}</span>
        </p>
        {delivery.error !== undefined && <p class="ew-reason">{delivery.error}</p>}
        <Actions delivery={delivery} endpoint={endpoint} />
      </header>
      <section aria-label={words.delivery.attempts}>
        <h3>{words.delivery.attempts}</h3>
        <AttemptTimeline attempts={attempts} />
        <NextAttempt at={delivery.nextAttemptAt} decision={decision} />
      </section>
      <section aria-label={words.delivery.why}>
        <h3>{words.delivery.why}</h3>
        <Answered answer={explained}>
          {() =>
            decision ? <Why decision={decision} /> : <p class="ew-quiet">{words.delivery.gone}</p>
          }
        </Answered>
      </section>
      <Exchange detail={detail} decision={decision} endpoint={endpoint} />
      <section aria-label={words.delivery.event}>
        <h3>{words.delivery.event}</h3>
        <Facts detail={detail} />
      </section>
    </>
  );
}

function NextAttempt({
  at,
  decision,
}: {
  at: string | undefined;
  decision: EndpointDecision | undefined;
}): JSX.Element | null {
  const { words } = useLanguage();
  if (at === undefined && decision?.next === undefined) return null;
  return (
    <p class="ew-quiet ew-next">
      {at !== undefined && (
        <>
          {words.delivery.facts.next} <Time at={at} distance />
          {decision?.next !== undefined && ": "}
        </>
      )}
      {decision?.next}
    </p>
  );
}

function Facts({ detail: { delivery, event } }: { detail: DeliveryDetail }): JSX.Element {
  const { words } = useLanguage();
  const { facts } = words.delivery;
  const known = ["agentId", "channel", "userId", "sessionKey"] as const;
  return (
    <dl class="ew-facts">
      <dt>{facts.id}</dt>
      <dd>
        <code>{delivery.id}</code>
      </dd>
      <dt>{facts.eventId}</dt>
      <dd>
        <code>{delivery.eventId}</code>
      </dd>
      {known.map((name) => {
        const value = event[name];
        return (
          value !== undefined && (
            <>
              <dt>{facts[name]}</dt>
              <dd>{value}</dd>
            </>
          )
        );
      })}
      <dt>{facts.created}</dt>
      <dd>
        <Time at={delivery.createdAt} />
      </dd>
      <dt>{facts.updated}</dt>
      <dd>
        <Time at={delivery.updatedAt} />
      </dd>
    </dl>
  );
}
