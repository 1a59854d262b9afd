// Inbound requests: what came in, and the verdict of every step.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RequestPage, RequestRow } from "../data/answers.ts";
import type { Place } from "../data/source.ts";
import { useGateways } from "../pieces/gateways.tsx";
import { useAnswer, useSurroundings } from "../pieces/hooks.ts";
import { Answered, Blank, State, Time } from "../pieces/pieces.tsx";
import { RequestPane } from "./request-detail.tsx";
import { RequestFilters, requestFilterOf } from "./request-filters.tsx";
import { Routes } from "./routes.tsx";
import { REQUEST_TONES } from "../pieces/tones.ts";
import { useLanguage } from "../pieces/language.ts";

const PAGE_ROWS = 50;
const MOST_ROWS = 200;

export function Requests(): JSX.Element {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  const { place } = places;
  const filter = requestFilterOf(place);
  const [limit, setLimit] = useState(PAGE_ROWS);
  const answer = useAnswer<RequestPage>("requests.list", { limit, ...filter });
  const { id } = place;
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div class="ew-deliveries" data-open={id !== undefined}>
      <div class="ew-main">
        <Routes />
        <RequestFilters />
        <Answered answer={answer}>
          {({ requests, cursor }) =>
            requests.length === 0 ? (
              <Blank title={isFiltered ? words.requests.nothingFound : words.requests.noneYet}>
                <p>{isFiltered ? words.requests.nothingFoundLong : words.requests.noneYetLong}</p>
              </Blank>
            ) : (
              <div
                class="ew-table-scroll"
                tabIndex={0}
                role="region"
                aria-label={words.requests.list}
              >
                <Table requests={requests} opened={id} />
                {cursor !== undefined && limit < MOST_ROWS && (
                  <button
                    type="button"
                    class="ew-button"
                    onClick={() => setLimit(Math.min(MOST_ROWS, limit * 2))}
                  >
                    {words.requests.more}
                  </button>
                )}
              </div>
            )
          }
        </Answered>
      </div>
      {id !== undefined && (
        <RequestPane key={id} id={id} close={() => places.go(withoutId(place), true)} />
      )}
    </div>
  );
}

function withoutId(place: Place): Place {
  const { id: _, ...rest } = place;
  return rest;
}

function Table({
  requests,
  opened,
}: {
  requests: readonly RequestRow[];
  opened: string | undefined;
}): JSX.Element {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  const { columns } = words.requests;
  const shared = useGateways().length > 0;
  const open = (id: string): void =>
    places.go({ ...places.place, id }, places.place["id"] !== undefined);
  return (
    <table class="ew-requests">
      <thead>
        <tr>
          <th scope="col">{columns.time}</th>
          <th scope="col">{columns.status}</th>
          <th scope="col">{columns.route}</th>
          <th scope="col" class="ew-number">
            {columns.answer}
          </th>
          {shared && <th scope="col">{words.gateways.gateway}</th>}
          <th scope="col">{columns.reason}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ id, receivedAt, status, route, httpStatus, reason, instanceId }) => (
          <tr key={id} aria-selected={id === opened} onClick={() => open(id)}>
            <td>
              <Time at={receivedAt} />
            </td>
            <td>
              <State tone={REQUEST_TONES[status]}>{words.requestStatus[status]}</State>
            </td>
            <th scope="row">
              <button type="button" class="ew-figure">
                {route}
              </button>
            </th>
            <td class="ew-number">{httpStatus}</td>
            {shared && <td>{instanceId}</td>}
            <td class="ew-answer" title={reason}>
              {reason ?? words.shell.none}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
