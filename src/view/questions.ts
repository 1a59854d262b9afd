// What can be asked of the log by reading alone: the same answers from the engine of a running Gateway and from
// a reader of the database. Changes nothing.
import type { Inbox, RequestStatus } from "../engine/inbox/inbox.ts";
import type { DeliveryStatus } from "../engine/record.ts";
import type { Store, StoreStats } from "../engine/store/store.ts";
import { deliveryDetail, deliveryRow, type DeliveryDetail, type DeliveryRow } from "./delivery.ts";
import { requestDetail, requestRow, type RequestDetail, type RequestRow } from "./request.ts";
import { isoTime } from "./time.ts";

/** Whoever can read the log. */
export type LogReader = Pick<Store, "list" | "show" | "stats" | "backlog"> &
  Pick<Inbox, "findRequest" | "listRequests">;

export interface Page {
  /** 1 to 200. Default 20. */
  limit?: number;
  /** What the page before gave: the next one is older. */
  cursor?: string;
}

export interface ListParams extends Page {
  status?: readonly DeliveryStatus[];
  endpoint?: string;
  /** Event type. */
  event?: string;
  eventId?: string;
  /** Created at or after, ISO 8601. */
  since?: string;
}

export interface RequestListParams extends Page {
  status?: readonly RequestStatus[];
  route?: string;
  since?: string;
}

export interface ShowParams {
  id: string;
  /** With what was said: event, answers, request, prompt and reply. */
  body?: boolean;
}

/** `cursor` is there when older ones may follow. */
export interface DeliveryPage {
  deliveries: DeliveryRow[];
  cursor?: string;
}

export interface RequestPage {
  requests: RequestRow[];
  cursor?: string;
}

export interface Stats extends Omit<StoreStats, "oldestActiveAt"> {
  /** Creation time of the oldest delivery that is still pending or failed. */
  oldestActiveAt?: string;
}

export const MOST_ROWS = 200;
const DEFAULT_ROWS = 20;

/** Newest first. */
export async function listDeliveries(log: LogReader, params: ListParams): Promise<DeliveryPage> {
  const { status, endpoint, event, eventId, since, cursor, limit = DEFAULT_ROWS } = params;
  const found = await log.list({
    limit,
    ...(status !== undefined && { status }),
    ...(endpoint !== undefined && { endpoint }),
    ...(event !== undefined && { eventType: event }),
    ...(eventId !== undefined && { eventId }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(cursor !== undefined && { before: cursor }),
  });
  return { deliveries: found.map(deliveryRow), ...next(found, limit) };
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
  const { status, route, since, cursor, limit = DEFAULT_ROWS } = params;
  const found = await log.listRequests({
    limit,
    ...(status !== undefined && { status }),
    ...(route !== undefined && { route }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(cursor !== undefined && { before: cursor }),
  });
  return { requests: found.map(requestRow), ...next(found, limit) };
}

export async function showRequest(
  log: LogReader,
  { id, body = false }: ShowParams,
): Promise<RequestDetail | undefined> {
  const found = await log.findRequest(id);
  return found && requestDetail(found, body);
}

export async function readStats(log: LogReader): Promise<Stats> {
  const { oldestActiveAt, ...counts } = await log.stats();
  return {
    ...counts,
    ...(oldestActiveAt !== undefined && { oldestActiveAt: isoTime(oldestActiveAt) }),
  };
}

function next(found: readonly { id: string }[], limit: number): { cursor?: string } {
  const last = found.at(-1);
  return last !== undefined && found.length === limit ? { cursor: last.id } : {};
}
