// What can be done about an endpoint: pause, resume, look at what it would send, send a test of any event.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { EVENT_TYPES } from "../../generated/event-types.ts";
import type { EndpointRow } from "../data/answers.ts";
import { EndpointPreview } from "./endpoint-preview.tsx";
import { useAction, useSurroundings } from "../pieces/hooks.ts";
import { TestButton, useTest } from "./sent-test.tsx";
import { TestResult } from "./test-result.tsx";
import { Select } from "../pieces/pieces.tsx";
import { ENDPOINTS as SAID } from "../words/page.ts";

/** Goes to an endpoint whatever it hears, so that its preview would tell nothing. */
const TEST = "webhook.test";
const EVENTS = EVENT_TYPES.map((value) => ({ value, label: value }));

export function Operate({ row, again }: { row: EndpointRow; again: () => void }): JSX.Element {
  const { source } = useSurroundings();
  const { endpoint, state } = row;
  const [event, setEvent] = useState<string>(TEST);
  const [previewing, setPreviewing] = useState(false);
  const running = state !== "disabled" && state !== "paused";
  const toggle = useAction(async () => {
    await source.ask(running ? "pause" : "resume", { endpoint });
    again();
  });
  const { test, result } = useTest(endpoint, event);
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
          {running ? SAID.pause : SAID.resume}
        </button>
      )}
      <Select label={SAID.testEvent} choices={EVENTS} value={event} choose={setEvent} />
      {source.mayWrite && <TestButton test={test} />}
      <button type="button" class="ew-button" onClick={() => setPreviewing(true)}>
        {SAID.preview}
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
