// The items of a request that held several, and the way from one of them to the request that held it.
import type { JSX } from "preact";
import type { RequestDetail } from "../data/answers.ts";
import { useSurroundings } from "../pieces/hooks.ts";
import { State } from "../pieces/pieces.tsx";
import { REQUEST_TONES } from "../pieces/tones.ts";
import { useLanguage } from "../pieces/language.ts";

/** Nothing for a request that stands alone. */
export function Batch({ batch, items = [] }: Pick<RequestDetail, "batch" | "items">): JSX.Element {
  const { words, format } = useLanguage();
  return (
    <>
      {batch !== undefined && (
        <section aria-label={words.requests.batch}>
          <h3>{words.requests.batch}</h3>
          <p>
            {words.requests.itemOf(format.count(batch.index + 1), format.count(batch.count))}{" "}
            <ToRequest id={batch.of} />
          </p>
        </section>
      )}
      {items.length > 0 && (
        <section aria-label={words.requests.items}>
          <h3>{words.requests.items}</h3>
          <ol class="ew-items">
            {items.map(({ id, status, reason }) => (
              <li key={id}>
                {status === undefined ? (
                  <span class="ew-quiet">{words.requests.itemGone}</span>
                ) : (
                  <State tone={REQUEST_TONES[status]}>{words.requestStatus[status]}</State>
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
