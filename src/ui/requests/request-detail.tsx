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
import { useLanguage } from "../pieces/language.ts";

export function RequestPane({ id, close }: { id: string; close: () => void }): JSX.Element {
  const { words } = useLanguage();
  const answer = useAnswer<RequestDetail>("requests.show", { id });
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      ref={pane}
      class="ew-detail"
      aria-label={words.shell.tabs.requests}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <button type="button" class="ew-close" aria-label={words.shell.close} onClick={close}>
        ×
      </button>
      <Answered answer={answer}>{(detail) => <Opened detail={detail} />}</Answered>
    </aside>
  );
}

function Opened({ detail }: { detail: RequestDetail }): JSX.Element {
  const { words } = useLanguage();
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
          <State tone={REQUEST_TONES[request.status]}>{words.requestStatus[request.status]}</State>
          <Time at={request.receivedAt} />
          <span class="ew-quiet">HTTP {request.httpStatus}</span>
        </p>
        {request.reason !== undefined && <p class="ew-reason">{request.reason}</p>}
        {source.mayWrite && <ReplayRequest id={request.id} />}
      </header>
      <section aria-label={words.requests.steps}>
        <h3>{words.requests.steps}</h3>
        <Verdicts verdicts={verdicts} />
      </section>
      <Batch {...detail} />
      <section aria-label={words.delivery.request}>
        <h3>{words.delivery.request}</h3>
        <Hidden label={words.delivery.showBody} ask={() => said("body")} />
      </section>
      {request.runId !== undefined && (
        <section aria-label={words.requests.run}>
          <h3>{words.requests.run}</h3>
          <dl class="ew-facts">
            <dt>{words.delivery.facts.agentId}</dt>
            <dd>{agentId}</dd>
            <dt>{words.delivery.facts.sessionKey}</dt>
            <dd>{sessionKey}</dd>
          </dl>
          <Hidden
            label={words.requests.showPrompt}
            title={words.requests.prompt}
            ask={() => said("prompt")}
            show={(shown) => <Prompt shown={shown} />}
          />
          <Hidden
            label={words.requests.showReply}
            title={words.requests.reply}
            ask={() => said("reply")}
          />
        </section>
      )}
      {request.runId !== undefined && <Callback requestId={request.id} />}
    </>
  );
}
