// Tells why an event goes to an endpoint or not, clause by clause. Decides nothing itself: the same tests run
// here as where events are sent.
import type { Endpoint, Filter } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import { explainWhere } from "../language/where/where.ts";
import { envelopeOf } from "./envelope.ts";
import { compileMatch } from "./match.ts";
import type { PreparedEndpoint } from "./prepare.ts";

/** One clause held against one event. */
export interface Check {
  /** Place below the endpoint, for example `filter.agentIds`. */
  at: string;
  passed: boolean;
  /** Values of the event; empty = it has none. */
  found: readonly unknown[];
  /** What the clause asks for; absent in `filter.where`, where `at` names the operator. */
  wanted?: readonly string[];
}

/** The column that each clause of a filter looks at. */
const COLUMNS = {
  agentIds: "agentId",
  channels: "channel",
  userIds: "userId",
  sessionKeys: "sessionKey",
} as const satisfies Partial<Record<keyof Filter, keyof EventRecord>>;

/**
 * Every clause that the endpoint has, also behind the first that says no. Leaves below a `not` of
 * `filter.where` are shown as they are, so `hears` may be true although one of them did not pass.
 */
export function explainHearing(prepared: PreparedEndpoint, event: EventRecord): Check[] {
  const { events, filter } = prepared.endpoint;
  const checks: Check[] = [check("events", events, event.type, { events, filter: {} }, event)];
  for (const clause of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) {
    const wanted = filter[clause];
    if (wanted === undefined) continue;
    const alone = { events: [event.type], filter: { [clause]: wanted } };
    checks.push(check(`filter.${clause}`, wanted, event[COLUMNS[clause]], alone, event));
  }
  if (prepared.takes) {
    const { takes } = prepared;
    checks.push({
      at: "format",
      passed: takes.includes(event.type),
      found: [event.type],
      wanted: takes,
    });
  }
  const leaves = [prepared.triggers, prepared.where].flatMap((clause) =>
    clause === undefined ? [] : explainWhere(clause, envelopeOf(event)),
  );
  return [...checks, ...leaves];
}

function check(
  at: string,
  wanted: readonly string[],
  value: string | undefined,
  alone: Pick<Endpoint, "events" | "filter">,
  event: EventRecord,
): Check {
  const passed = compileMatch(alone)(event);
  return { at, passed, found: value === undefined ? [] : [value], wanted };
}
