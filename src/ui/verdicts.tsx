// What each step decided about a request.
import type { JSX } from "preact";
import type { RequestDetail } from "./data/answers.ts";

export function Verdicts({ verdicts }: { verdicts: RequestDetail["verdicts"] }): JSX.Element {
  return (
    <ul class="ew-checks">
      {verdicts.map(({ step, ok, detail }) => (
        <li key={step} data-passed={ok}>
          <b aria-hidden="true">{ok ? "✓" : "✗"}</b>
          <span>
            {step}
            {detail !== undefined && <span class="ew-quiet"> {detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
