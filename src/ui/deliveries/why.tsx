// Why it was sent, and whether it would be now: clause by clause, where the name leads, what would be sent.
import type { JSX } from "preact";
import type { EndpointDecision } from "../data/answers.ts";
import { Mark } from "../pieces/verdicts.tsx";
import { useLanguage } from "../pieces/language.ts";

export function Why({ decision }: { decision: EndpointDecision }): JSX.Element {
  const { words, format } = useLanguage();
  const { configured, hears, checks, stateReason, reach, sends } = decision;
  if (!configured) return <p class="ew-quiet">{words.delivery.gone}</p>;
  return (
    <>
      <p class="ew-quiet">{hears === true ? words.delivery.hears : words.delivery.deaf}</p>
      <ul class="ew-checks">
        {checks.map(({ at, passed, found, wanted }) => (
          <li key={at} data-passed={passed}>
            <b aria-hidden="true">{passed ? "✓" : "✗"}</b>
            <span>
              <code>{at}</code> {words.delivery.clause(passed, wanted, found.map(String))}
            </span>
          </li>
        ))}
        {stateReason !== undefined && <Point ok={false}>{stateReason}</Point>}
        {reach && (
          <Point ok={reach.allowed}>
            {reach.reason ?? words.delivery.reaches(reach.host, reach.addresses)}
          </Point>
        )}
        {sends?.error !== undefined && (
          <Point ok={false}>{words.delivery.transformFails(sends.error)}</Point>
        )}
        {sends?.bytes !== undefined && (
          <Point ok>
            {format.bytes(sends.bytes)}, SHA-256{" "}
            <code title={sends.sha256}>{sends.sha256?.slice(0, 16)}…</code>
          </Point>
        )}
      </ul>
    </>
  );
}

function Point({ ok, children }: { ok: boolean; children: preact.ComponentChildren }): JSX.Element {
  return (
    <li data-passed={ok}>
      <Mark ok={ok} />
      <span>{children}</span>
    </li>
  );
}
