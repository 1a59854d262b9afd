// What an endpoint would send, for a sample or for an event of the log; the Gateway answers by the same rules, and
// without one the settings of the config file are asked. Sends nothing.
import type { Endpoint } from "../../config/settings.ts";
import type { EventRecord } from "../../engine/record.ts";
import { toRecord, type EnvelopeContext } from "../../event/envelope.ts";
import { sampleDraft } from "../../event/sample.ts";
import { EVENT_TYPES, type EventType } from "../../generated/event-types.ts";
import { didYouMean } from "../../language/nearest.ts";
import { previewOf, type Preview } from "../../outbound/preview.ts";
import { Failure } from "../failure.ts";
import type { Examination } from "./settings/examine.ts";
import { readGatewaySettings } from "./settings/gateway-settings.ts";
import type { Environment } from "./settings/stand-ins.ts";

export interface PreviewParams {
  endpoint: string;
  /** Event type, of which a sample is made, or `evt_…`. Default: the first that the endpoint names. */
  event?: string;
}

export interface PreviewPorts {
  endpoints: readonly Endpoint[];
  findEvent: (id: string) => Promise<EventRecord | undefined>;
  envelope: EnvelopeContext;
  /** Ms since the epoch. */
  now: number;
}

/** Undefined: no such endpoint. */
export async function preview(
  { endpoints, findEvent, envelope, now }: PreviewPorts,
  { endpoint: name, event }: PreviewParams,
): Promise<Preview | { problem: string } | undefined> {
  const endpoint = endpoints.find((each) => each.name === name);
  if (!endpoint) return undefined;
  if (event?.startsWith("evt_")) {
    const found = await findEvent(event);
    if (!found) return { problem: `the log holds no ${event}` };
    return previewOf(endpoint, found, now);
  }
  const named = endpoint.events.find((type) => isType(type)) ?? "message.sent";
  const type = event ?? named;
  if (!isType(type)) {
    return { problem: `there is no event "${type}"; there are ${EVENT_TYPES.join(", ")}` };
  }
  return previewOf(endpoint, toRecord(sampleDraft(type, now), envelope), now);
}

export interface OfflinePreview extends Pick<PreviewPorts, "findEvent" | "now"> {
  environment: Environment;
  notice: (line: string) => void;
}

/** By the config file of this machine's Gateway. Throws `Failure`. */
export async function previewOffline(
  { environment, notice, findEvent, now }: OfflinePreview,
  params: PreviewParams,
): Promise<Preview | { problem: string }> {
  const { file, examination, problem } = await readGatewaySettings(environment, now);
  const { settings } = examination ?? {};
  if (examination === undefined || settings === undefined) {
    throw new Failure("failed", problem ?? `${file} cannot be read as settings`);
  }
  notice(`No Gateway answers; this is by the settings in ${file}.`);
  const endpoints = endpointsOf(examination);
  const envelope = {
    instanceId: settings.instanceId,
    maxEventBytes: settings.limits.maxEventBytes,
    newId: () => `evt_${"0".repeat(32)}`,
  };
  const shown = await preview({ endpoints, findEvent, envelope, now }, params);
  if (shown !== undefined) return shown;
  const names = endpoints.map(({ name }) => name);
  throw new Failure(
    "failed",
    `${file} has no endpoint "${params.endpoint}"${didYouMean(params.endpoint, names)}`,
  );
}

/** As if every variable were set, but for what is then said of each: that it is held. */
function endpointsOf({ settings, assumed }: Examination): Endpoint[] {
  return (settings?.endpoints ?? []).map((endpoint, index) => ({
    ...(assumed?.endpoints[index] ?? endpoint),
    name: endpoint.name,
    ...(endpoint.held !== undefined && { held: endpoint.held }),
  }));
}

function isType(type: string): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type);
}
