// Whether the receiver of a feed has stopped to read it.
import type { EndpointFacts } from "../log/facts.ts";
import type { Finding } from "./finding.ts";

/** Shorter than this a receiver may well read now and then. */
const LATE_MS = 3_600_000;

/** `now` in ms since the epoch. */
export function unread({ name, feed }: EndpointFacts, now: number): Finding[] {
  const { oldestAt, waiting = 0 } = feed ?? {};
  if (oldestAt === undefined || oldestAt > now - LATE_MS) return [];
  const since = new Date(oldestAt).toISOString();
  return [
    {
      checkId: "event-webhooks.endpoint.unread",
      severity: "warn",
      title: `Endpoint "${name}": ${waiting} wait to be read, the oldest since ${since}`,
      detail:
        "Its receiver reads by itself, and has not acknowledged them. What is older than log.maxAgeDays, or does not fit into log.maxRows or log.maxBytes, is given up, the oldest first.",
      remediation:
        "See to the program that reads the feed; one that reads seldom needs a larger log.maxAgeDays.",
    },
  ];
}
