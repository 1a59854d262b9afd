// An endpoint as operators are shown it: what it is set to, how it stands. Never a secret, a header value or
// more of a URL than its origin: the rest may be the secret.
import type { Endpoint } from "../config/settings.ts";
import type { EndpointHealth } from "../engine/dispatch/endpoint-desk.ts";
import type { Delivery } from "../engine/record.ts";
import type { Backlog } from "../engine/store/stats.ts";
import type { LogReader } from "./questions.ts";
import { isoTime } from "./time.ts";
import { deliveryRow, type DeliveryRow } from "./delivery.ts";
import { endpointFigures, spanOf, type EndpointFigures } from "./stats.ts";

export interface EndpointRow {
  endpoint: string;
  /**
   * `ok`: at full speed. `failing`: it would be `ok` or `slowing`, but none of the attempts of the last hour
   * arrived, and deliveries wait. `slowing`: fewer at once, or none before `notBefore`, because the receiver is overloaded.
   * `parked`: it kept failing, and one delivery at a time is tried. `blocked`: its proxy lets nothing through; its
   * deliveries keep their schedule, and nothing counts against its receiver. `paused`: by an operator. `disabled`: by the
   * receiver, or after a long time of failures. `held`: its settings cannot work. `gone`: not in the config any
   * more, and deliveries wait for it. `unread`: its receiver reads by itself, and has acknowledged nothing for an hour
   * although something waits.
   */
  state: EndpointHealth["state"] | "failing" | "gone" | "unread";
  reason?: string;
  /** While `slowing`: the time that the receiver asked for. */
  notBefore?: string;
  /** While `parked`; absent when the next delivery may be tried now. */
  nextProbeAt?: string;
  /** Nothing but failures since then. */
  failingSince?: string;
  /** Requests at once: now, and as configured. */
  concurrency: { now: number; max: number };
  /** Scheme, host and port; of one with a feed, `feed`. */
  origin: string;
  /** Of one that its receiver reads: since when the oldest waits for it, and when it last asked, as far as is known. */
  feed?: { oldestAt?: string; readAt?: string };
  events: readonly string[];
  /** Places of its filter, for example `agentIds`. */
  filter: string[];
  transformed: boolean;
  /** Of its receiver, by name. */
  format?: string;
  signed: boolean;
  /** What its receiver already checks, beside the own signatures: `github`, or where a scheme as data puts it. */
  signature?: string;
  /** Attempts on their way. */
  inFlight: number;
  /** Deliveries that are pending or failed. */
  waiting: number;
  /** Of the attempts of the last hour: share that delivered, 0 to 1, and latencies in ms; absent = there were none. */
  successRate?: number;
  p50?: number;
  p95?: number;
  /** Its newest delivery. */
  last?: DeliveryRow;
}

export interface EndpointList {
  endpoints: EndpointRow[];
}

/** What needs attention stands first. */
const URGENCY: readonly EndpointRow["state"][] = [
  "failing",
  "held",
  "disabled",
  "unread",
  "parked",
  "blocked",
  "gone",
  "slowing",
  "paused",
  "ok",
];

/** Most urgent first, else in the order of the config. `healths` in any order. `now` in ms since the epoch. */
export async function listEndpoints(
  log: Pick<LogReader, "list" | "show" | "figures" | "backlog">,
  endpoints: readonly Endpoint[],
  healths: readonly EndpointHealth[],
  now: number,
): Promise<EndpointList> {
  const figures = endpointFigures(await log.figures(spanOf("hour", now)));
  const rows = endpoints.map(async (endpoint) => {
    const [last] = await log.list({ endpoint: endpoint.name, limit: 1 });
    const health = healths.find((each) => each.endpoint === endpoint.name);
    const figure = figures.find((each) => each.endpoint === endpoint.name);
    const row = endpointRow(endpoint, health, last, figure, now);
    if (row.state !== "failing" || last === undefined) return row;
    // What the engine knew of it ended with the last run.
    const shown = await log.show(last.id);
    const isBlocked = shown?.attempts.at(-1)?.errorClass === "proxy";
    return isBlocked ? { ...row, state: "blocked" as const } : row;
  });
  const gone = await log.backlog(endpoints.map(({ name }) => name));
  const all = [...(await Promise.all(rows)), ...gone.map(goneRow)];
  const urgency = ({ state }: EndpointRow): number => URGENCY.indexOf(state);
  return { endpoints: all.sort((one, other) => urgency(one) - urgency(other)) };
}

function endpointRow(
  endpoint: Endpoint,
  health: EndpointHealth | undefined,
  last: Delivery | undefined,
  figures: EndpointFigures | undefined,
  now: number,
): EndpointRow {
  const { waiting = 0, successRate, p50, p95 } = figures ?? {};
  const { state: known = "held", notBefore, failingSince } = health ?? {};
  const { feed } = health ?? {};
  const isUnread = known === "ok" && isLate(feed?.oldestAt, now) && !successRate;
  const isFailing = (known === "ok" || known === "slowing") && successRate === 0 && waiting > 0;
  const state = isFailing ? "failing" : isUnread ? "unread" : known;
  const reason = isFailing
    ? failure(waiting, last)
    : isUnread
      ? unread(waiting, feed)
      : (health?.reason ?? endpoint.held);
  const until = state === "parked" ? "nextProbeAt" : "notBefore";
  return {
    endpoint: endpoint.name,
    state,
    ...(reason !== undefined && { reason }),
    ...(notBefore !== undefined && { [until]: isoTime(notBefore) }),
    ...(failingSince !== undefined && { failingSince: isoTime(failingSince) }),
    concurrency: health?.concurrency ?? { now: 0, max: endpoint.concurrency },
    origin: endpoint.feed ? "feed" : originOf(endpoint.url),
    ...(feed && { feed: feedTimes(feed) }),
    events: endpoint.events,
    filter: Object.keys(endpoint.filter),
    transformed: endpoint.transform !== undefined,
    ...(endpoint.format !== undefined && { format: endpoint.format }),
    signed: endpoint.secrets.length > 0 || endpoint.signature !== undefined,
    ...(endpoint.signature && { signature: endpoint.signature.title }),
    inFlight: health?.inFlight ?? 0,
    waiting,
    ...(successRate !== undefined && { successRate }),
    ...(p50 !== undefined && { p50 }),
    ...(p95 !== undefined && { p95 }),
    ...(last && { last: deliveryRow(last) }),
  };
}

function failure(waiting: number, last: Delivery | undefined): string {
  const why = last?.error === undefined ? "" : `: ${last.error}`;
  return `nothing arrived in the last hour, ${waiting} ${waiting === 1 ? "waits" : "wait"}${why}`;
}

type FeedHealth = NonNullable<EndpointHealth["feed"]>;

const HOUR_MS = 3_600_000;

function isLate(oldestAt: number | undefined, now: number): boolean {
  return oldestAt !== undefined && oldestAt < now - HOUR_MS;
}

function feedTimes({ oldestAt, readAt }: FeedHealth): NonNullable<EndpointRow["feed"]> {
  return {
    ...(oldestAt !== undefined && { oldestAt: isoTime(oldestAt) }),
    ...(readAt !== undefined && { readAt: isoTime(readAt) }),
  };
}

function unread(waiting: number, { oldestAt = 0, readAt }: FeedHealth = {}): string {
  const asked = readAt === undefined ? "" : `; it last asked at ${isoTime(readAt)}`;
  return (
    `its receiver has acknowledged nothing for an hour, ${waiting} ${waiting === 1 ? "waits" : "wait"} since ` +
    `${isoTime(oldestAt)}${asked}. What is older than log.maxAgeDays, or does not fit into log.maxRows or log.maxBytes, is given up`
  );
}

function goneRow({ endpoint, waiting, oldestAt }: Backlog): EndpointRow {
  const count = waiting === 1 ? "1 delivery waits" : `${waiting} deliveries wait`;
  const deletes = `openclaw webhook purge --endpoint ${endpoint} --pending`;
  return {
    endpoint,
    state: "gone",
    concurrency: { now: 0, max: 0 },
    reason: `not in the config any more, and ${count} for it since ${isoTime(oldestAt)}: sent once it is back; \`${deletes}\` deletes them`,
    origin: "",
    events: [],
    filter: [],
    transformed: false,
    signed: false,
    inFlight: 0,
    waiting,
  };
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? "no valid URL";
}
