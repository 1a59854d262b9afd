// What can be done about an endpoint: pause, resume, look at what it would send, send a test of any event.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { EVENT_TYPES } from "../../generated/event-types.ts";
import type { EndpointRow, TestAnswer } from "../data/answers.ts";
import { EndpointPreview } from "./endpoint-preview.tsx";
import { useAction, useSurroundings } from "../pieces/hooks.ts";
import { Select, State } from "../pieces/pieces.tsx";
import { useLanguage } from "../pieces/language.ts";

/** Goes to an endpoint whatever it hears, so that its preview would tell nothing. */
const TEST = "webhook.test";
const EVENTS = EVENT_TYPES.map((value) => ({ value, label: value }));

export function Operate({ row, again }: { row: EndpointRow; again: () => void }): JSX.Element {
  const { words } = useLanguage();
  const { source } = useSurroundings();
  const { endpoint, state } = row;
  const [event, setEvent] = useState<string>(TEST);
  const [previewing, setPreviewing] = useState(false);
  const [result, setResult] = useState<TestAnswer>();
  const running = state !== "disabled" && state !== "paused";
  const toggle = useAction(async () => {
    await source.ask(running ? "pause" : "resume", { endpoint });
    again();
  });
  const test = useAction(async () => {
    setResult(undefined);
    setResult(await source.ask<TestAnswer>("test", { endpoint, event }));
  });
  const error = toggle.error ?? test.error;
  return (
    <>
      {source.mayWrite && state !== "held" && (
        <button
          type="button"
          class="ew-button"
          disabled={toggle.busy || !source.connected}
          onClick={toggle.run}
        >
          {running ? words.endpoints.pause : words.endpoints.resume}
        </button>
      )}
      <Select label={words.endpoints.testEvent} choices={EVENTS} value={event} choose={setEvent} />
      {source.mayWrite && (
        <button
          type="button"
          class="ew-button"
          disabled={test.busy || !source.connected}
          onClick={test.run}
        >
          {test.busy ? words.endpoints.testing : words.endpoints.test}
        </button>
      )}
      <button type="button" class="ew-button" onClick={() => setPreviewing(true)}>
        {words.endpoints.preview}
      </button>
      {previewing && (
        <EndpointPreview
          endpoint={endpoint}
          event={event === TEST ? undefined : event}
          close={() => setPreviewing(false)}
        />
      )}
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
  const { words, format } = useLanguage();
  if (!result.sent) return <State tone="bad">{words.endpoints.testFailed(result.reason)}</State>;
  const { status, httpStatus, durationMs, error, attempts } = result.delivery;
  if (attempts === 0) return <State tone="idle">{words.endpoints.testSlow}</State>;
  if (status === "delivered") {
    const took = format.ms(durationMs);
    return <State tone="ok">{words.endpoints.testDelivered(String(httpStatus ?? ""), took)}</State>;
  }
  return (
    <State tone="bad">{words.endpoints.testFailed(error ?? String(httpStatus ?? status))}</State>
  );
}
