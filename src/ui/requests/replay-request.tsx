// A stored request once more, by the settings of now: shown first, or for real.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RequestReplayView, RequestStory } from "../data/answers.ts";
import { useAction, useSurroundings } from "../pieces/hooks.ts";
import { Prompt } from "./prompt.tsx";
import { Verdicts } from "../pieces/verdicts.tsx";
import { useLanguage } from "../pieces/language.ts";

export function ReplayRequest({ id }: { id: string }): JSX.Element {
  const { words } = useLanguage();
  const { source } = useSurroundings();
  const [answer, setAnswer] = useState<RequestReplayView>();
  const ask = async (dryRun: boolean): Promise<void> => {
    setAnswer(undefined);
    setAnswer(await source.ask<RequestReplayView>("requests.replay", { id, dryRun }));
  };
  const dry = useAction(() => ask(true));
  const real = useAction(() => ask(false));
  const off = dry.busy || real.busy || !source.connected;
  const error = dry.error ?? real.error;
  return (
    <>
      <div class="ew-actions">
        <button type="button" class="ew-button" disabled={off} onClick={dry.run}>
          {words.requests.dryRun}
        </button>
        <button type="button" class="ew-button" disabled={off} onClick={real.run}>
          {words.requests.replay}
        </button>
        {error && (
          <p class="ew-reason" role="alert">
            {error.message}
          </p>
        )}
      </div>
      <div role="status">{answer && <Outcome answer={answer} />}</div>
    </>
  );
}

function Outcome({ answer }: { answer: RequestReplayView }): JSX.Element {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  if ("now" in answer)
    return <Compared before={answer.before} now={answer.now} differs={answer.differs} />;
  if (!answer.replayed) return <p class="ew-reason">{answer.reason}</p>;
  const { id, status, reason } = answer;
  return (
    <p>
      {words.requests.replayed(status)}{" "}
      <button type="button" class="ew-figure" onClick={() => places.go({ view: "requests", id })}>
        {id}
      </button>
      {reason !== undefined && <span class="ew-reason"> {reason}</span>}
    </p>
  );
}

function Compared({
  before,
  now,
  differs,
}: {
  before: RequestStory;
  now: RequestStory;
  differs: readonly string[];
}): JSX.Element {
  const { words } = useLanguage();
  return (
    <section class="ew-dry-run" aria-label={words.requests.dryRun}>
      <p>{words.requests.wouldBe(before.status, now.status)}</p>
      <p class="ew-quiet">
        {differs.length === 0 ? words.requests.sameAsThen : words.requests.differs(differs)}
      </p>
      <Verdicts verdicts={now.verdicts} />
      {now.prompt && (
        <>
          <h3>{words.requests.wouldBeTold}</h3>
          <Prompt shown={now.prompt} />
        </>
      )}
    </section>
  );
}
