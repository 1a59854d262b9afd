// Reads the envelope back out of a stored event, once for all endpoints that need to look inside.
// Callers share the object: nobody may change it.
import type { EventRecord } from "../engine/record.ts";
import { parseJson } from "../language/number/parse-json.ts";

/** The envelope of an event: `id`, `type`, `timestamp`, `instanceId`, `data`. Treat as frozen. */
export type Envelope = Readonly<Record<string, unknown>>;

/** What templates and conditions of an endpoint see. */
export const envelopeKeys = ["id", "type", "timestamp", "instanceId", "data"];

// One slot: the endpoints of an event are asked one after the other, and more would hold every
// queued event in memory twice.
let latest: { event: EventRecord; envelope: Envelope } | undefined;

/** Parses `event.json`; asking again for the same record costs nothing. Throws on JSON that is not ours. */
export function envelopeOf(event: EventRecord): Envelope {
  if (latest?.event !== event) {
    latest = { event, envelope: parseJson(event.json) as Envelope };
  }
  return latest.envelope;
}
