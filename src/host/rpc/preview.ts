// `eventWebhooks.preview`: what an endpoint would send, for a sample or for an event of the log. Sends nothing.
import { toRecord, type EnvelopeContext } from "../../event/envelope.ts";
import { sampleDraft } from "../../event/sample.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { Settings } from "../../config/settings.ts";
import { EVENT_TYPES, type EventType } from "../../generated/event-types.ts";
import { previewOf, type Preview } from "../../outbound/preview.ts";

export interface PreviewParams {
  endpoint: string;
  /** Event type, of which a sample is made, or `evt_…`. Default: the first that the endpoint names. */
  event?: string;
}

interface PreviewPorts {
  client: EngineClient;
  envelope: EnvelopeContext;
  settings: Settings;
  now: () => number;
}

/** Undefined: no such endpoint. */
export async function preview(
  { client, envelope, settings, now }: PreviewPorts,
  { endpoint: name, event }: PreviewParams,
): Promise<Preview | { problem: string } | undefined> {
  const endpoint = settings.endpoints.find((each) => each.name === name);
  if (!endpoint) return undefined;
  if (event?.startsWith("evt_")) {
    const found = await client.call("explain", [event]);
    if (!found) return { problem: `the log holds no ${event}` };
    return previewOf(endpoint, found.event, now());
  }
  const named = endpoint.events.find((type) => isType(type)) ?? "message.sent";
  const type = event ?? named;
  if (!isType(type)) {
    return { problem: `there is no event "${type}"; there are ${EVENT_TYPES.join(", ")}` };
  }
  return previewOf(endpoint, toRecord(sampleDraft(type, now()), envelope), now());
}

function isType(type: string): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type);
}
