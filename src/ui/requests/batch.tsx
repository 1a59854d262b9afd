// The items of a request that held several, and the way from one of them to the request that held it.
import type { JSX } from "preact";
import type { RequestDetail } from "../data/answers.ts";
import { useSurroundings } from "../pieces/hooks.ts";
import { State } from "../pieces/pieces.tsx";
import { REQUEST_TONES } from "../pieces/tones.ts";
import { REQUEST_STATUS, REQUESTS as SAID } from "../words/page.ts";

/** Nothing for a request that stands alone. */
export function Batch({ batch, items = [] }: Pick<RequestDetail, "batch" | "items">): JSX.Element {
  return (
    <>
      {batch !== undefined && (
        <section aria-label={SAID.batch}>
          <h3>{SAID.batch}</h3>
          <p>
            {SAID.itemOf(batch.index + 1, batch.count)} <ToRequest id={batch.of} />
          </p>
        </section>
      )}
      {items.length > 0 && (
        <section aria-label={SAID.items}>
          <h3>{SAID.items}</h3>
          <ol class="ew-items">
            {items.map(({ id, status, reason }) => (
              <li key={id}>
                {status === undefined ? (
                  <span class="ew-quiet">{SAID.itemGone}</span>
                ) : (
                  <State tone={REQUEST_TONES[status]}>{REQUEST_STATUS[status]}</State>
                )}
                {status === undefined ? <span>{id}</span> : <ToRequest id={id} />}
                {reason !== undefined && <span class="ew-reason">{reason}</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function ToRequest({ id }: { id: string }): JSX.Element {
  const { places } = useSurroundings();
  return (
    <button type="button" class="ew-figure" onClick={() => places.go({ view: "requests", id })}>
      {id}
    </button>
  );
}
