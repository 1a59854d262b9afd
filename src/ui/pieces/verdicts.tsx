// What each step decided about a request, and the mark of whatever may pass or fail.
import type { JSX } from "preact";
import type { RequestDetail } from "../data/answers.ts";
import { useLanguage } from "./language.ts";

/** Read aloud as a word. */
export function Mark({ ok }: { ok: boolean }): JSX.Element {
  const { words } = useLanguage();
  return (
    <b role="img" aria-label={ok ? words.verdict.passed : words.verdict.failed}>
      {ok ? "✓" : "✗"}
    </b>
  );
}

export function Verdicts({ verdicts }: { verdicts: RequestDetail["verdicts"] }): JSX.Element {
  return (
    <ul class="ew-checks">
      {verdicts.map(({ step, ok, detail }) => (
        <li key={step} data-passed={ok}>
          <Mark ok={ok} />
          <span>
            {step}
            {detail !== undefined && <span class="ew-quiet"> {detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
