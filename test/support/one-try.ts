// One delivery after another of one endpoint, each tried once by the product against a scripted receiver: what it
// asked for, and what was made of the answer.
import type { Endpoint } from "../../src/config/settings.ts";
import { tryDelivery, type Tried } from "../../src/engine/attempt/attempt.ts";
import type { OutgoingRequest } from "../../src/engine/attempt/outgoing.ts";
import type { EventRecord } from "../../src/engine/record.ts";
import { prepareEndpoint, type PreparedEndpoint } from "../../src/outbound/prepare.ts";
import { createScriptedTransport, endpointOf } from "./engine-fixture.ts";

export interface ReceivedRequest {
  method: string;
  url: URL;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

export interface ReceiverAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export type Receiver = (request: ReceivedRequest, index: number) => ReceiverAnswer;

/** When each try is made, ms since the epoch. */
export const TRIED_AT = Date.UTC(2026, 2, 14, 10, 30);

export function prepared(overrides: Partial<Endpoint>): PreparedEndpoint {
  const preparation = prepareEndpoint(endpointOf({ secrets: [], ...overrides }));
  if (!preparation.ok) throw new Error(preparation.problems.join("; "));
  return preparation.prepared;
}

/** `attempts`: how many were made before. */
export async function tryOnce(
  endpoint: PreparedEndpoint,
  event: EventRecord,
  receiver: Receiver,
  attempts = 0,
): Promise<Tried> {
  const transport = createScriptedTransport((request, index) => {
    const { status, headers = {}, body = "" } = receiver(received(request), index);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return { kind: "response", status, headers, body: text, timings: { total: 1 } };
  });
  const delivery = {
    id: `dlv_${event.id}`,
    eventId: event.id,
    eventType: event.type,
    endpoint: "main",
    status: "pending" as const,
    attempts,
    createdAt: event.at,
    updatedAt: event.at,
  };
  const tried = await tryDelivery(
    {
      transport,
      clock: { now: () => TRIED_AT, after: () => () => {}, soon: () => {} },
      random: () => 0,
      userAgent: "test",
      responseBytes: () => 1000,
      signal: new AbortController().signal,
    },
    endpoint,
    { delivery, event },
  );
  if (!tried) throw new Error("the try was aborted");
  return tried;
}

function received({ method = "POST", url, headers, body }: OutgoingRequest): ReceivedRequest {
  return {
    method,
    url: new URL(url),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Buffer.from(body).toString(),
  };
}
