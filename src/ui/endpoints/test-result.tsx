// What a receiver made of a test.
import type { JSX } from "preact";
import type { TestAnswer } from "../data/answers.ts";
import { State } from "../pieces/pieces.tsx";
import { useLanguage } from "../pieces/language.ts";

export function TestResult({ result }: { result: TestAnswer }): JSX.Element {
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
