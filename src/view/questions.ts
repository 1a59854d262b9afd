// What can be asked of the log by reading alone: the same answers from the engine of a running Gateway and from
// a reader of the database. Changes nothing.
import type { Inbox, RequestStatus } from "../engine/inbox/inbox.ts";
import type { DeliveryStatus } from "../engine/record.ts";
import type { SearchReach, Store } from "../engine/store/store.ts";
import { deliveryDetail, deliveryRow, type DeliveryDetail, type DeliveryRow } from "./delivery.ts";
import {
  itemRow,
  requestDetail,
  requestRow,
  type RequestDetail,
  type RequestRow,
} from "./request.ts";
import { isoTime } from "./time.ts";

export { withWholeIds } from "./whole-ids.ts";

/** Whoever can read the log. */
export type LogReader = Pick<Store, "list" | "search" | "show" | "stats" | "figures" | "backlog"> &
  Pick<Inbox, "findRequest" | "listRequests" | "searchRequests">;

export interface Page {
  /** 1 to 200. Default 20. */
  limit?: number;
  /** What the page before gave: the next one is older. */
  cursor?: string;
}

/** With `agent` or `text` a page comes from a bounded search: it may be short, or empty, and have a cursor. */
interface Listing extends Page {
  /** Created at or after, and before, ISO 8601. */
  since?: string;
  until?: string;
  agent?: string;
  /** Of a log that several Gateways share: only what this one captured or took in. */
  instanceId?: string;
  /** Part of an error, an id or a name; bodies are not looked at. */
  text?: string;
}

export interface ListParams extends Listing {
  status?: readonly DeliveryStatus[];
  /** One of these. */
  endpoint?: string | readonly string[];
  /** Event type, one of these. */
  event?: string | readonly string[];
  eventId?: string;
}

export interface RequestListParams extends Listing {
  status?: readonly RequestStatus[];
  route?: string;
}

export interface ShowParams {
  id: string;
  /** With what was said: event, answers, request, prompt and reply. */
  body?: boolean;
}

/** `cursor` is there when older ones may follow. */
interface Paged {
  cursor?: string;
  /** Of a search: how many rows it looked at, and with a cursor how far back that was. */
  searched?: { rows: number; backTo?: string };
}

export interface DeliveryPage extends Paged {
  deliveries: DeliveryRow[];
}

export interface RequestPage extends Paged {
  requests: RequestRow[];
}

export const MOST_ROWS = 200;
const DEFAULT_ROWS = 20;

/** Newest first. */
export async function listDeliveries(log: LogReader, params: ListParams): Promise<DeliveryPage> {
  const { status, endpoint, event, eventId } = params;
  const filter = {
    ...spanOf(params),
    ...(status !== undefined && { status }),
    ...(endpoint !== undefined && { endpoint }),
    ...(event !== undefined && { eventType: event }),
    ...(eventId !== undefined && { eventId }),
  };
  const sought = soughtOf(params);
  if (sought !== undefined) {
    const found = await log.search({ ...filter, ...sought });
    return { deliveries: found.deliveries.map(deliveryRow), ...reachOf(found) };
  }
  const found = await log.list(filter);
  return { deliveries: found.map(deliveryRow), ...next(found, filter.limit) };
}

export async function showDelivery(
  log: LogReader,
  { id, body = false }: ShowParams,
): Promise<DeliveryDetail | undefined> {
  const shown = await log.show(id);
  return shown && deliveryDetail(shown, body);
}

/** Newest first. */
export async function listRequests(
  log: LogReader,
  params: RequestListParams,
): Promise<RequestPage> {
  const { status, route } = params;
  const filter = {
    ...spanOf(params),
    ...(status !== undefined && { status }),
    ...(route !== undefined && { route }),
  };
  const sought = soughtOf(params);
  if (sought !== undefined) {
    const found = await log.searchRequests({ ...filter, ...sought });
    return { requests: found.requests.map(requestRow), ...reachOf(found) };
  }
  const found = await log.listRequests(filter);
  return { requests: found.map(requestRow), ...next(found, filter.limit) };
}

export async function showRequest(
  log: LogReader,
  { id, body = false }: ShowParams,
): Promise<RequestDetail | undefined> {
  const found = await log.findRequest(id);
  if (found === undefined) return undefined;
  const ids = found.job?.items ?? [];
  const items = ids.map(async (one) => itemRow(one, await log.findRequest(one)));
  return requestDetail(found, body, await Promise.all(items));
}

function spanOf({ since, until, cursor, instanceId, limit = DEFAULT_ROWS }: Listing): {
  limit: number;
  instance?: string;
  since?: number;
  until?: number;
  before?: string;
} {
  return {
    limit,
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
    ...(cursor !== undefined && { before: cursor }),
    ...(instanceId !== undefined && { instance: instanceId }),
  };
}

/** What only a search can tell; undefined = indexes tell it all. */
function soughtOf({ agent, text }: Listing): { agent?: string; text?: string } | undefined {
  if (agent === undefined && text === undefined) return undefined;
  return { ...(agent !== undefined && { agent }), ...(text !== undefined && { text }) };
}

function reachOf({ scanned, cursor, backTo }: SearchReach): Paged {
  return {
    ...(cursor !== undefined && { cursor }),
    searched: { rows: scanned, ...(backTo !== undefined && { backTo: isoTime(backTo) }) },
  };
}

function next(found: readonly { id: string }[], limit: number): { cursor?: string } {
  const last = found.at(-1);
  return last !== undefined && found.length === limit ? { cursor: last.id } : {};
}
