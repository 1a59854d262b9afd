// `eventWebhooks.preview`: what an endpoint would send, asked of the settings in force and of the running engine.
import { preview as previewBy, type PreviewParams } from "../../cli/offline/preview.ts";
import type { Settings } from "../../config/settings.ts";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { EnvelopeContext } from "../../event/envelope.ts";

export type { PreviewParams } from "../../cli/offline/preview.ts";

interface PreviewCall {
  client: EngineClient;
  envelope: EnvelopeContext;
  settings: Settings;
  now: () => number;
}

/** Undefined: no such endpoint. */
export function preview(
  { client, envelope, settings, now }: PreviewCall,
  params: PreviewParams,
): ReturnType<typeof previewBy> {
  const findEvent = async (id: string) => (await client.call("explain", [id]))?.event;
  return previewBy({ endpoints: settings.endpoints, findEvent, envelope, now: now() }, params);
}
