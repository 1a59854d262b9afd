// The endpoints: how each stands and why, and what can be done about it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { EndpointRow, TestAnswer } from "./data/answers.ts";
import { formatCount, formatMs, formatRate } from "./format.ts";
import { useAction, useAnswer, useSurroundings, type Answer } from "./hooks.ts";
import { NoEndpoint } from "./nothing-yet.tsx";
import { Answered, State, Time } from "./pieces.tsx";
import { STATE_TONES } from "./tones.ts";
import { ENDPOINTS as SAID, STATES } from "./words/page.ts";

export function Endpoints(): JSX.Element {
  const answer = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  return (
    <Answered answer={answer}>
      {({ endpoints }) =>
        endpoints.length === 0 ? (
          <NoEndpoint />
        ) : (
          <ul class="ew-endpoints">
            {endpoints.map((row) => (
              <Endpoint key={row.endpoint} row={row} answer={answer} />
            ))}
          </ul>
        )
      }
    </Answered>
  );
}

function Endpoint({ row, answer }: { row: EndpointRow; answer: Answer<unknown> }): JSX.Element {
  const { source, places } = useSurroundings();
  const { endpoint, state, reason, origin, events, filter } = row;
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
      <p class="ew-quiet ew-settings">
        {[
          origin,
          events.includes("*") ? SAID.everyEvent : events.join(", "),
          filter.length > 0 && SAID.filtered(filter.join(", ")),
          row.transformed && SAID.transformed,
          // The secret of a held one may only be out of reach.
          row.signed ? SAID.signed : state !== "held" && SAID.unsigned,
        ].map((said) => said && <span key={said}>{said}</span>)}
      </p>
      <Numbers row={row} />
      <div class="ew-actions">
        <button
          type="button"
          class="ew-button"
          onClick={() => places.go({ view: "deliveries", endpoint })}
        >
          {SAID.deliveries}
        </button>
        {source.mayWrite && state !== "gone" && <Operate row={row} again={answer.again} />}
      </div>
    </li>
  );
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

function Operate({ row, again }: { row: EndpointRow; again: () => void }): JSX.Element {
  const { source } = useSurroundings();
  const { endpoint, state } = row;
  const [result, setResult] = useState<TestAnswer>();
  const running = state !== "disabled" && state !== "paused";
  const toggle = useAction(async () => {
    await source.ask(running ? "pause" : "resume", { endpoint });
    again();
  });
  const test = useAction(async () => {
    setResult(undefined);
    setResult(await source.ask<TestAnswer>("test", { endpoint }));
  });
  const error = toggle.error ?? test.error;
  return (
    <>
      {state !== "held" && (
        <button
          type="button"
          class="ew-button"
          disabled={toggle.busy || !source.connected}
          onClick={toggle.run}
        >
          {running ? SAID.pause : SAID.resume}
        </button>
      )}
      <button
        type="button"
        class="ew-button"
        disabled={test.busy || !source.connected}
        onClick={test.run}
      >
        {test.busy ? SAID.testing : SAID.test}
      </button>
      <span role="status">{result && <TestResult result={result} />}</span>
      {error && (
        <span class="ew-reason" role="alert">
          {error.message}
        </span>
      )}
    </>
  );
}

function TestResult({ result }: { result: TestAnswer }): JSX.Element {
  if (!result.sent) return <State tone="bad">{SAID.testFailed(result.reason)}</State>;
  const { status, httpStatus, durationMs, error, attempts } = result.delivery;
  if (attempts === 0) return <State tone="idle">{SAID.testSlow}</State>;
  if (status === "delivered") {
    const took = formatMs(durationMs);
    return <State tone="ok">{SAID.testDelivered(String(httpStatus ?? ""), took)}</State>;
  }
  return <State tone="bad">{SAID.testFailed(error ?? String(httpStatus ?? status))}</State>;
}
