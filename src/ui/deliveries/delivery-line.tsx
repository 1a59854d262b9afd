// One delivery as a row: columns where there is room, two lines where there is not.
import { memo } from "preact/compat";
import type { JSX } from "preact";
import type { DeliveryRow } from "../data/answers.ts";
import { State, Time } from "../pieces/pieces.tsx";
import { TONES } from "../pieces/tones.ts";
import { useLanguage } from "../pieces/language.ts";

/** px; style and window have to agree. */
export const ROW_HEIGHT = { wide: 36, narrow: 60 };

interface LineProps {
  row: DeliveryRow;
  index: number;
  active: boolean;
  opened: boolean;
  narrow: boolean;
  /** Several Gateways share the log: whose it is. */
  shared: boolean;
  open: (id: string) => void;
}

/** The receiver's status, or what kept it from giving one. */
function answerOf({ httpStatus, error }: DeliveryRow, none: string): string {
  return error ?? (httpStatus === undefined ? none : String(httpStatus));
}

/** Agent and user, else the session; the whole session key on hover. */
function aboutOf({ agentId, userId, sessionKey }: DeliveryRow): string {
  const known = [agentId, userId].filter((each) => each !== undefined);
  return known.length > 0 ? known.join(" · ") : (sessionKey ?? "");
}

export function DeliveryHead({ shared }: { shared: boolean }): JSX.Element {
  const { words } = useLanguage();
  const { columns } = words.deliveries;
  return (
    <div class="ew-line ew-head" data-shared={shared} role="row" aria-rowindex={1}>
      <span role="columnheader">{columns.time}</span>
      <span role="columnheader">{columns.status}</span>
      <span role="columnheader">{columns.event}</span>
      <span role="columnheader">{columns.endpoint}</span>
      <span role="columnheader" class="ew-about">
        {columns.about}
      </span>
      <span role="columnheader" class="ew-number">
        {columns.tries}
      </span>
      <span role="columnheader" class="ew-number">
        {columns.took}
      </span>
      <span role="columnheader" class="ew-answer">
        {columns.answer}
      </span>
      {shared && <span role="columnheader">{words.gateways.gateway}</span>}
    </div>
  );
}

export const DeliveryLine = memo(
  function DeliveryLine({
    row,
    index,
    active,
    opened,
    narrow,
    shared,
    open,
  }: LineProps): JSX.Element {
    const { id, status, event, endpoint, attempts, durationMs } = row;
    const { words, format } = useLanguage();
    const answer = answerOf(row, words.shell.none);
    return (
      <div
        id={id}
        class={narrow ? "ew-line ew-line-narrow" : "ew-line"}
        data-shared={shared}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={opened}
        data-active={active}
        onClick={() => open(id)}
      >
        <span role="gridcell">
          <Time at={row.createdAt} />
        </span>
        <span role="gridcell">
          <State tone={TONES[status]}>{words.status[status]}</State>{" "}
        </span>
        <span role="gridcell" class="ew-event">
          {event}
        </span>
        <span role="gridcell" class="ew-endpoint">
          {endpoint}
          {narrow && <span class="ew-about"> {aboutOf(row)}</span>}
          {narrow && row.error !== undefined && <span class="ew-reason"> {row.error}</span>}
        </span>
        <span role="gridcell" class="ew-about" title={row.sessionKey}>
          {aboutOf(row)}
        </span>
        <span role="gridcell" class="ew-number">
          {attempts}
        </span>
        <span role="gridcell" class="ew-number">
          {format.ms(durationMs)}
        </span>
        <span role="gridcell" class="ew-answer" title={answer}>
          {answer}
        </span>
        {shared && (
          <span role="gridcell" class="ew-about">
            {row.instanceId}
          </span>
        )}
      </div>
    );
  },
  (before, after) =>
    before.row.updatedAt === after.row.updatedAt &&
    before.row.status === after.row.status &&
    before.row.attempts === after.row.attempts &&
    before.index === after.index &&
    before.active === after.active &&
    before.opened === after.opened &&
    before.narrow === after.narrow &&
    before.shared === after.shared,
);
