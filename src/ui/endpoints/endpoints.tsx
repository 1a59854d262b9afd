// The endpoints: how each stands and why, and what can be done about it.
import type { JSX } from "preact";
import type { EndpointRow } from "../data/answers.ts";
import { Operate } from "./endpoint-operate.tsx";
import { formatCount, formatMs, formatRate } from "../pieces/format.ts";
import { useAnswer, useSurroundings, type Answer } from "../pieces/hooks.ts";
import { NoEndpoint } from "../deliveries/nothing-yet.tsx";
import { Answered, State, Time } from "../pieces/pieces.tsx";
import { SetupActs, SetupBar, SetupDialog, useSetup, type Setup } from "../setup/setup.tsx";
import { STATE_TONES } from "../pieces/tones.ts";
import { ENDPOINTS as SAID, STATES } from "../words/page.ts";

export function Endpoints(): JSX.Element {
  const answer = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  const setup = useSetup();
  return (
    <>
      <SetupBar setup={setup} changed={answer.again} />
      <Answered answer={answer}>
        {({ endpoints }) =>
          endpoints.length === 0 ? (
            <NoEndpoint />
          ) : (
            <ul class="ew-endpoints">
              {endpoints.map((row) => (
                <Endpoint key={row.endpoint} row={row} answer={answer} setup={setup} />
              ))}
            </ul>
          )
        }
      </Answered>
      <SetupDialog setup={setup} changed={answer.again} />
    </>
  );
}

function Endpoint({
  row,
  answer,
  setup,
}: {
  row: EndpointRow;
  answer: Answer<unknown>;
  setup: Setup;
}): JSX.Element {
  const { places } = useSurroundings();
  const { endpoint, state, reason } = row;
  const { word, meaning } = STATES[state];
  return (
    <li class="ew-endpoint-card" aria-label={endpoint}>
      <div class="ew-endpoint-name">
        <h2>{endpoint}</h2>
        <State tone={STATE_TONES[state]}>{word}</State>
        {reason !== undefined || state !== "ok" ? (
          <span class="ew-reason">{reason ?? meaning}</span>
        ) : null}
        <Dates row={row} />
      </div>
      <dl class="ew-settings">
        {settingsOf(row).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Numbers row={row} />
      <div class="ew-actions">
        <button
          type="button"
          class="ew-button"
          onClick={() => places.go({ view: "deliveries", endpoint })}
        >
          {SAID.deliveries}
        </button>
        {state !== "gone" && <Operate row={row} again={answer.again} />}
      </div>
      {state !== "gone" && <SetupActs setup={setup} endpoint={endpoint} />}
    </li>
  );
}

/** What it is set to, each with its label. */
function settingsOf(row: EndpointRow): [string, string][] {
  const { origin, events, filter, transformed, format, signed, signature, state } = row;
  const all: [string, string][] = [
    [SAID.to, origin],
    [SAID.events, events.includes("*") ? SAID.everyEvent : events.join(", ")],
    [SAID.filter, filter.join(", ")],
    [SAID.body, format ?? (transformed ? SAID.transformed : "")],
    // The secret of a held one may only be out of reach.
    [SAID.signature, signature ?? (signed ? SAID.signed : state === "held" ? "" : SAID.unsigned)],
  ];
  return all.filter(([, value]) => value !== "");
}

function Dates({ row }: { row: EndpointRow }): JSX.Element {
  const dates = [
    [SAID.since, row.failingSince, false],
    [SAID.probe, row.nextProbeAt, true],
    [SAID.until, row.notBefore, true],
  ] as const;
  return (
    <>
      {dates.map(([label, at, distance]) =>
        at === undefined ? null : (
          <span key={label} class="ew-quiet">
            {label} <Time at={at} distance={distance} />
          </span>
        ),
      )}
    </>
  );
}

function Numbers({ row }: { row: EndpointRow }): JSX.Element {
  const { locale } = useSurroundings().source;
  const numbers = [
    [SAID.success, formatRate(row.successRate)],
    [SAID.p50, formatMs(row.p50)],
    [SAID.p95, formatMs(row.p95)],
    [SAID.waiting, formatCount(row.waiting, locale)],
    [SAID.inFlight, formatCount(row.inFlight, locale)],
  ];
  return (
    <dl class="ew-numbers">
      {numbers.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
