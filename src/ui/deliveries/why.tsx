// Why it was sent, and whether it would be now: clause by clause, where the name leads, what would be sent.
import type { JSX } from "preact";
import type { EndpointDecision } from "../data/answers.ts";
import { formatBytes } from "../pieces/format.ts";
import { Mark } from "../pieces/verdicts.tsx";
import { DETAIL as SAID } from "../words/deliveries.ts";

export function Why({ decision }: { decision: EndpointDecision }): JSX.Element {
  const { configured, hears, checks, stateReason, reach, sends } = decision;
  if (!configured) return <p class="ew-quiet">{SAID.gone}</p>;
  return (
    <>
      <p class="ew-quiet">{hears === true ? SAID.hears : SAID.deaf}</p>
      <ul class="ew-checks">
        {checks.map(({ at, passed, found, wanted }) => (
          <li key={at} data-passed={passed}>
            <b aria-hidden="true">{passed ? "✓" : "✗"}</b>
            <span>
              <code>{at}</code> {passed ? "holds" : "does not hold"}
              {wanted !== undefined && `: wants ${wanted}`}
              {found.length > 0 && `, found ${found.join(", ")}`}
            </span>
          </li>
        ))}
        {stateReason !== undefined && <Point ok={false}>{stateReason}</Point>}
        {reach && (
          <Point ok={reach.allowed}>
            {reach.reason ?? SAID.reaches(reach.host, reach.addresses)}
          </Point>
        )}
        {sends?.error !== undefined && <Point ok={false}>{SAID.transformFails(sends.error)}</Point>}
        {sends?.bytes !== undefined && (
          <Point ok>
            {formatBytes(sends.bytes)}, SHA-256{" "}
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
