// What a receiver made of a test.
import type { JSX } from "preact";
import type { TestAnswer } from "../data/answers.ts";
import { formatMs } from "../pieces/format.ts";
import { State } from "../pieces/pieces.tsx";
import { ENDPOINTS as SAID } from "../words/page.ts";

export function TestResult({ result }: { result: TestAnswer }): JSX.Element {
  if (!result.sent) return <State tone="bad">{SAID.testFailed(result.reason)}</State>;
  const { status, httpStatus, durationMs, error, attempts } = result.delivery;
  if (attempts === 0) return <State tone="idle">{SAID.testSlow}</State>;
  if (status === "delivered") {
    const took = formatMs(durationMs);
    return <State tone="ok">{SAID.testDelivered(String(httpStatus ?? ""), took)}</State>;
  }
  return <State tone="bad">{SAID.testFailed(error ?? String(httpStatus ?? status))}</State>;
}
