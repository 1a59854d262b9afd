// A test of an endpoint: its button, and what the receiver made of it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TestAnswer } from "../data/answers.ts";
import { useAction, useSurroundings, type Action } from "../pieces/hooks.ts";
import { ENDPOINTS as SAID } from "../words/page.ts";

export interface Tested {
  test: Action;
  result?: TestAnswer;
}

/** `event`: of the sample; absent: `webhook.test`. */
export function useTest(endpoint: string, event?: string): Tested {
  const { source } = useSurroundings();
  const [result, setResult] = useState<TestAnswer>();
  const test = useAction(async () => {
    setResult(undefined);
    const params = { endpoint, ...(event !== undefined && { event }) };
    setResult(await source.ask<TestAnswer>("test", params));
  });
  return { test, ...(result && { result }) };
}

export function TestButton({ test }: { test: Action }): JSX.Element {
  const { source } = useSurroundings();
  return (
    <button
      type="button"
      class="ew-button"
      disabled={test.busy || !source.connected}
      onClick={test.run}
    >
      {test.busy ? SAID.testing : SAID.test}
    </button>
  );
}
