// Decides from an event's columns alone who hears it. Runs for every event and every endpoint:
// must not parse JSON, must not allocate.
import type { Endpoint } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import { compileGlob } from "../language/glob.ts";
import { isOperational } from "./operational.ts";

export type EventTest = (event: EventRecord) => boolean;

/**
 * Everything of `events` and `filter` but `where`. A filter on a field that the event does not
 * have is not met.
 */
export function compileMatch(endpoint: Pick<Endpoint, "events" | "filter">): EventTest {
  const { agentIds, channels, userIds, sessionKeys } = endpoint.filter;
  const tests: EventTest[] = [];
  tests.push(compileTypes(endpoint.events));
  if (agentIds) tests.push(oneOf(agentIds, (event) => event.agentId));
  if (channels) tests.push(oneOf(channels, (event) => event.channel));
  if (userIds) tests.push(oneOf(userIds, (event) => event.userId));
  if (sessionKeys) tests.push(sessionKeyTest(sessionKeys));
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

/** `*` is every event of agents; operational ones are heard only by name or by group. */
function compileTypes(events: readonly string[]): EventTest {
  const all = events.includes("*");
  const exact = new Set(events.filter((name) => !name.endsWith(".*")));
  const prefixes = events.filter((name) => name.endsWith(".*")).map((name) => name.slice(0, -1));
  const isNamed = (type: string): boolean =>
    exact.has(type) || prefixes.some((prefix) => type.startsWith(prefix));
  return ({ type }) => (all && !isOperational(type)) || isNamed(type);
}

function oneOf(
  allowed: readonly string[],
  read: (event: EventRecord) => string | undefined,
): EventTest {
  const set = new Set(allowed);
  return (event) => {
    const value = read(event);
    return value !== undefined && set.has(value);
  };
}

function sessionKeyTest(globs: readonly string[]): EventTest {
  const tests = globs.map(compileGlob);
  return ({ sessionKey }) =>
    sessionKey !== undefined && tests.some((matches) => matches(sessionKey));
}
