// The attempts of a delivery, newest first, each with where its time went. All bars have one scale, so that a
// slow attempt looks slow.
import type { JSX } from "preact";
import type { AttemptRow } from "../data/answers.ts";
import { stagesOf, type Stage } from "./stages.ts";
import { State, Time } from "../pieces/pieces.tsx";
import { useLanguage } from "../pieces/language.ts";

export function AttemptTimeline({ attempts }: { attempts: readonly AttemptRow[] }): JSX.Element {
  const { words } = useLanguage();
  if (attempts.length === 0) return <p class="ew-quiet">{words.delivery.noAttempts}</p>;
  const longest = Math.max(1, ...attempts.map(({ timings }) => timings.total));
  return (
    <ol class="ew-attempts">
      {attempts.toReversed().map((attempt) => (
        <Attempt key={attempt.number} attempt={attempt} longest={longest} />
      ))}
    </ol>
  );
}

function Attempt({ attempt, longest }: { attempt: AttemptRow; longest: number }): JSX.Element {
  const { words, format } = useLanguage();
  const { number, at, httpStatus, errorClass, error, timings, address } = attempt;
  const stages = stagesOf(timings);
  return (
    <li>
      <p>
        <span class="ew-attempt-number">{words.delivery.attempt(format.count(number))}</span>
        <State tone={errorClass === undefined ? "ok" : "bad"}>
          {httpStatus ?? errorClass ?? words.delivery.ok}
        </State>
        <Time at={at} />
        <span class="ew-number">{format.ms(timings.total)}</span>
      </p>
      <div class="ew-bar" aria-hidden="true">
        {stages.map(({ name, ms }) => (
          <i key={name} data-stage={name} style={{ width: `${(ms / longest) * 100}%` }} />
        ))}
      </div>
      <p class="ew-stages">
        {stages.map((stage) => (
          <StageWord key={stage.name} {...stage} />
        ))}
        {address !== undefined && <code>{address}</code>}
      </p>
      {error !== undefined && error !== `HTTP ${httpStatus}` && <p class="ew-reason">{error}</p>}
    </li>
  );
}

function StageWord({ name, ms }: Stage): JSX.Element {
  const { words, format } = useLanguage();
  return (
    <span data-stage={name}>
      <i aria-hidden="true" />
      {words.delivery.stages[name]} {format.ms(ms)}
    </span>
  );
}
