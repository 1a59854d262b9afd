// What the last events would become by settings that are not in force. Sends nothing, resolves no name, and looks up
// no secret and no variable: what refers to one is shown with something else in its place.
import { examine } from "../../cli/offline/settings/examine.ts";
import type { Settings } from "../../config/change/planned.ts";
import type { Endpoint } from "../../config/settings.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { EventRecord } from "../../engine/record.ts";
import { toRecord, type EnvelopeContext } from "../../event/envelope.ts";
import { sampleDraft } from "../../event/sample.ts";
import { EVENT_TYPES, type EventType } from "../../generated/event-types.ts";
import { previewOf, type Preview } from "../../outbound/preview.ts";
import type { SetupCheck } from "../../view/setup.ts";

export interface PreviewPorts {
  client: Pick<EngineClient, "call">;
  envelope: EnvelopeContext;
  now: number;
}

/** Rows of the log that are looked at, events that are tried, and those that are shown. */
const MOST_ROWS = 60;
const MOST_EVENTS = 12;
const MOST_SHOWN = 3;

/** `block` as it would be written; `config`: the host's, for what else stands there. */
export async function previewForm(
  { client, envelope, now }: PreviewPorts,
  block: Settings,
  name: string,
  hostConfig: unknown,
): Promise<Pick<SetupCheck, "previews" | "heard">> {
  const { assumed } = examine(block, { environment: {}, now, hostConfig });
  const found = assumed?.endpoints.find((each) => each.name === name);
  if (found === undefined) return { previews: [] };
  // Why it is held stands beside the field already.
  const { held: _, ...endpoint } = found;
  const events = await lastEvents(client);
  if (events.length === 0) {
    const sample = toRecord(sampleDraft(typeOf(endpoint), now), envelope);
    const preview = previewOf(endpoint, sample, now);
    return { previews: isReadable(preview) ? [{ sample: true, preview }] : [] };
  }
  const all = events.map((event) => previewOf(endpoint, event, now)).filter(isReadable);
  if (all.length === 0) return { previews: [] };
  const heard = all.filter(({ hears }) => hears === true);
  const shown = heard.length > 0 ? heard.slice(0, MOST_SHOWN) : all.slice(0, 1);
  return {
    previews: shown.map((preview) => ({ sample: false, preview })),
    heard: { of: all.length, count: heard.length },
  };
}

/** False where the settings cannot tell whether it would be sent. */
function isReadable({ hears }: Preview): boolean {
  return hears !== undefined;
}

/** Newest first; each once, whoever was sent it. A test is sent to whom it is addressed, and tells nothing. */
async function lastEvents(client: PreviewPorts["client"]): Promise<EventRecord[]> {
  const rows = await client.call("list", [{ limit: MOST_ROWS }]);
  const real = rows.filter(({ eventType }) => eventType !== "webhook.test");
  const ids = [...new Set(real.map(({ eventId }) => eventId))].slice(0, MOST_EVENTS);
  const found = await Promise.all(ids.map((id) => client.call("explain", [id])));
  return found.flatMap((one) => (one === undefined ? [] : [one.event]));
}

function typeOf({ events }: Endpoint): EventType {
  const known: readonly string[] = EVENT_TYPES;
  const named = events.find((type) => known.includes(type));
  return (named as EventType | undefined) ?? "message.sent";
}
