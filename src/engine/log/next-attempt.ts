// Says in words why the next attempt of a delivery comes when it comes. Pure; decides nothing.
import type { RetryPolicy } from "../../config/settings.ts";
import { JITTER_SHARE, plannedPauseMs } from "../pace/backoff.ts";
import type { Standing } from "../pace/standing.ts";
import type { Attempt, Delivery } from "../record.ts";

export interface Waiting {
  delivery: Delivery;
  attempts: readonly Attempt[];
  /** Absent: no such endpoint is configured. */
  endpoint?: { retry: RetryPolicy; health: Standing };
}

/** Rounding and the time between an answer and its judgement. */
const SLACK_MS = 1000;

/** One sentence; undefined when it was delivered. */
export function whyThen({ delivery, attempts, endpoint }: Waiting): string | undefined {
  if (delivery.status === "delivered") return undefined;
  if (delivery.feed && delivery.status === "dead") {
    return `it is not given any more; \`openclaw webhook replay ${delivery.id}\` puts it into the feed once more`;
  }
  if (delivery.status === "dead") return "no attempt will come; it can be retried by hand";
  if (endpoint === undefined) {
    const name = delivery.endpoint;
    return `it waits until an endpoint of this name is configured; \`openclaw webhook purge --endpoint ${name} --pending\` deletes it`;
  }
  const { state, reason = "", notBefore } = endpoint.health;
  const because = reason === "" ? "" : `: ${reason}`;
  const then = notBefore === undefined ? "now" : new Date(notBefore).toISOString();
  if (state === "held" || state === "disabled" || state === "paused") {
    return `it waits because the endpoint is ${state}${because}`;
  }
  if (delivery.feed) {
    return "it waits until its receiver reads it, and acknowledges it by reading on";
  }
  const isHeldUp =
    notBefore === undefined
      ? delivery.status === "pending"
      : notBefore >= (delivery.nextAttemptAt ?? 0);
  if (state === "parked" && isHeldUp) {
    return `it waits because the endpoint is parked${because}; one delivery at a time is tried, the next ${then}, and the first that is answered lets the others go`;
  }
  if (notBefore !== undefined && isHeldUp) {
    return `it waits because the receiver asked for a pause${because}; nothing is sent before ${then}`;
  }
  const last = attempts.at(-1);
  if (delivery.replay && (last === undefined || delivery.status === "pending")) {
    return "it is a replay: those go one after the other, and only when nothing else is due";
  }
  if (last === undefined || delivery.nextAttemptAt === undefined || delivery.status === "pending") {
    return "it is due; it goes as soon as the endpoint has a free slot";
  }
  return whyAfter(last, delivery.nextAttemptAt, endpoint.retry);
}

function whyAfter(last: Attempt, nextAttemptAt: number, retry: RetryPolicy): string {
  const plannedMs = plannedPauseMs(retry, last.number);
  if (plannedMs === undefined) return "the settings have changed: it would be given up now";
  const waitedMs = nextAttemptAt - (last.at + last.timings.total);
  const planned = `after attempt ${last.number} the schedule waits ${inWords(plannedMs)}`;
  if (waitedMs > plannedMs * (1 + JITTER_SHARE) + SLACK_MS) {
    return `the receiver asked to wait ${inWords(waitedMs)} (Retry-After); ${planned}`;
  }
  return `${planned}, and up to a tenth more so that retries do not come in step`;
}

function inWords(ms: number): string {
  const units: readonly [string, number][] = [
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ];
  const [unit, size] = units.find(([, length]) => ms >= length) ?? ["ms", 1];
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}
