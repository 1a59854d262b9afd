// All that a log says, through the port that the page and the commands read it by.
import type { Inbox } from "../../src/engine/inbox/inbox.ts";
import type { Store } from "../../src/engine/store/store.ts";

type Readable = Pick<
  Store,
  "list" | "show" | "stats" | "figures" | "backlog" | "endpointStates" | "findEvent"
> & { inbox: Pick<Inbox, "listRequests" | "findRequest"> };

const ALL = { limit: 100_000 };

export interface LogAsRead {
  deliveries: unknown[];
  shown: unknown[];
  events: unknown[];
  stats: unknown;
  figures: unknown;
  backlog: unknown;
  states: unknown;
  requests: unknown[];
  contents: unknown[];
}

/**
 * In the order of ids. Without what only a shared log says, whose a row is. `span`: of the figures, whole quarters of an
 * hour.
 */
export async function readWholeLog(
  store: Readable,
  span: { from: number; to: number },
): Promise<LogAsRead> {
  const deliveries = byId(await store.list(ALL));
  const requests = byId(await store.inbox.listRequests(ALL));
  const shown = [];
  for (const { id } of deliveries) {
    const found = await store.show(id);
    shown.push(found && { ...found, delivery: said(found.delivery) });
  }
  const events = [];
  for (const id of new Set(deliveries.map(({ eventId }) => eventId))) {
    const found = await store.findEvent(id);
    events.push(found && { ...found, endpoints: found.endpoints.toSorted() });
  }
  const contents = [];
  for (const { id } of requests) {
    const found = await store.inbox.findRequest(id);
    contents.push(found && said(found));
  }
  const { instances: _whose, ...figures } = await store.figures({ ...span, stepMs: 15 * 60_000 });
  return {
    deliveries: deliveries.map(said),
    shown,
    events,
    stats: await store.stats(),
    figures: { ...figures, endpoints: figures.endpoints.toSorted(byEndpoint) },
    backlog: (await store.backlog([])).toSorted(byEndpoint),
    states: (await store.endpointStates()).map(({ notBefore, ...state }) => ({
      ...state,
      ...(notBefore !== undefined && { notBefore: second(notBefore) }),
    })),
    requests: requests.map(said),
    contents,
  };
}

interface Said {
  nextAttemptAt?: number;
  dueAt?: number;
  instance?: string;
}

/** Due within a second is due at the same time: two clocks are between them. */
function said<Row extends Said>(row: Row) {
  const { instance: _, nextAttemptAt, dueAt, ...rest } = row;
  return {
    ...rest,
    ...(nextAttemptAt !== undefined && { nextAttemptAt: second(nextAttemptAt) }),
    ...(dueAt !== undefined && { dueAt: second(dueAt) }),
  };
}

function second(at: number): number {
  return Math.round(at / 1000);
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function byEndpoint(one: { endpoint: string }, other: { endpoint: string }): number {
  return one.endpoint < other.endpoint ? -1 : 1;
}
