// `eventWebhooks.replay`: stored events once more, a part of a long log in each call.
import type { EngineClient } from "../../engine/thread/client.ts";
import type { ReplayOrder } from "../../engine/dispatch/replay.ts";
import { EVENT_TYPES } from "../../generated/event-types.ts";

export interface ReplayParams {
  /** `dlv_…` or `evt_…`. */
  ids?: string[];
  filter?: {
    /** Event types, `message.*` or `*`. */
    events?: string[];
    /** ISO 8601: happened at or after, and before. */
    since?: string;
    until?: string;
    /** Whose deliveries are meant. */
    endpoint?: string;
  };
  to?: string;
  missing?: boolean;
  perSecond?: number;
  dryRun?: boolean;
  cursor?: string;
}

export interface ReplayResult {
  /** Events that were found. */
  events: number;
  /** Deliveries that they make. */
  matched: number;
  /** Of those, how many were made; none in a dry run. */
  replayed: number;
  /** There may be more: the same call with it goes on. */
  cursor?: string;
}

/** One call ends within seconds; a longer log takes several. */
const MOST_PAGES_A_CALL = 100;

/** Undefined: there is no endpoint `to`. */
export async function replay(
  client: Pick<EngineClient, "call">,
  { ids, filter = {}, cursor, ...rest }: ReplayParams,
): Promise<ReplayResult | undefined> {
  const { events: patterns, since, until, endpoint } = filter;
  const found: ReplayOrder["filter"] = {
    ...(patterns && { types: typesOf(patterns) }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
    ...(endpoint !== undefined && { endpoint }),
  };
  const order: ReplayOrder = { ...rest, ...(ids ? { ids } : { filter: found }) };
  const result: ReplayResult = { events: 0, matched: 0, replayed: 0 };
  let after = cursor;
  for (let page = 0; page < MOST_PAGES_A_CALL; page += 1) {
    const done = await client.call("replay", [{ ...order, ...(after !== undefined && { after }) }]);
    if (!done) return undefined;
    result.events += done.events;
    result.matched += done.deliveries;
    if (rest.dryRun !== true) result.replayed += done.deliveries;
    after = done.next;
    if (after === undefined) return result;
  }
  return { ...result, ...(after !== undefined && { cursor: after }) };
}

function typesOf(patterns: readonly string[]): string[] {
  return EVENT_TYPES.filter((type) =>
    patterns.some((pattern) =>
      pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
    ),
  );
}
