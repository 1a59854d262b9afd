// Where the answer to a request went: the deliveries of the event that its run ended with.
import type { JSX } from "preact";
import type { DeliveryPage } from "../data/answers.ts";
import { useAnswer, useSurroundings } from "../pieces/hooks.ts";
import { Answered, State } from "../pieces/pieces.tsx";
import { TONES } from "../pieces/tones.ts";
import { useLanguage } from "../pieces/language.ts";

/** The event that tells the end of a run has the request's id. */
export function Callback({ requestId }: { requestId: string }): JSX.Element {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  const eventId = requestId.replace(/^req_/, "evt_");
  const answer = useAnswer<DeliveryPage>("list", { eventId });
  return (
    <section aria-label={words.requests.callback}>
      <h3>{words.requests.callback}</h3>
      <Answered answer={answer}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <p class="ew-quiet">{words.requests.noCallback}</p>
          ) : (
            <ul>
              {deliveries.map(({ id, endpoint, status }) => (
                <li key={id}>
                  <State tone={TONES[status]}>{words.status[status]}</State>
                  <button
                    type="button"
                    class="ew-figure"
                    onClick={() => places.go({ view: "deliveries", id })}
                  >
                    {endpoint}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  );
}
