// One inbound request, opened: its steps, its run, and on a click what was said.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Batch } from "./batch.tsx";
import { Callback } from "./callback.tsx";
import type { RequestDetail, ShownText } from "../data/answers.ts";
import { useAnswer, useSurroundings } from "../pieces/hooks.ts";
import { Answered, State, Time } from "../pieces/pieces.tsx";
import { Hidden } from "../pieces/hidden.tsx";
import { Prompt } from "./prompt.tsx";
import { ReplayRequest } from "./replay-request.tsx";
import { Verdicts } from "../pieces/verdicts.tsx";
import { REQUEST_TONES } from "../pieces/tones.ts";
import { DETAIL } from "../words/deliveries.ts";
import { REQUEST_STATUS, REQUESTS as SAID, WORDS } from "../words/page.ts";

export function RequestPane({ id, close }: { id: string; close: () => void }): JSX.Element {
  const answer = useAnswer<RequestDetail>("requests.show", { id });
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      ref={pane}
      class="ew-detail"
      aria-label={WORDS.tabs.requests}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <button type="button" class="ew-close" aria-label={WORDS.close} onClick={close}>
        ×
      </button>
      <Answered answer={answer}>{(detail) => <Opened detail={detail} />}</Answered>
    </aside>
  );
}

function Opened({ detail }: { detail: RequestDetail }): JSX.Element {
  const { source } = useSurroundings();
  const { request, verdicts, agentId, sessionKey } = detail;
  const said = async (part: "body" | "prompt" | "reply"): Promise<ShownText | undefined> => {
    const whole = await source.ask<RequestDetail>("requests.show", { id: request.id, body: true });
    return whole[part];
  };
  return (
    <>
      <header>
        <h2>{request.route}</h2>
        <p>
          <State tone={REQUEST_TONES[request.status]}>{REQUEST_STATUS[request.status]}</State>
          <Time at={request.receivedAt} />
          <span class="ew-quiet">HTTP {request.httpStatus}</span>
        </p>
        {request.reason !== undefined && <p class="ew-reason">{request.reason}</p>}
        {source.mayWrite && <ReplayRequest id={request.id} />}
      </header>
      <section aria-label={SAID.steps}>
        <h3>{SAID.steps}</h3>
        <Verdicts verdicts={verdicts} />
      </section>
      <Batch {...detail} />
      <section aria-label={DETAIL.request}>
        <h3>{DETAIL.request}</h3>
        <Hidden label={DETAIL.showBody} ask={() => said("body")} />
      </section>
      {request.runId !== undefined && (
        <section aria-label={SAID.run}>
          <h3>{SAID.run}</h3>
          <dl class="ew-facts">
            <dt>{DETAIL.facts.agentId}</dt>
            <dd>{agentId}</dd>
            <dt>{DETAIL.facts.sessionKey}</dt>
            <dd>{sessionKey}</dd>
          </dl>
          <Hidden
            label={SAID.showPrompt}
            title={SAID.prompt}
            ask={() => said("prompt")}
            show={(shown) => <Prompt shown={shown} />}
          />
          <Hidden label={SAID.showReply} title={SAID.reply} ask={() => said("reply")} />
        </section>
      )}
      {request.runId !== undefined && <Callback requestId={request.id} />}
    </>
  );
}
