// What leaves for an endpoint, and how a route reads it: the two ends of a signature in a test.
import { expect } from "vitest";
import { resolveSettings } from "../../src/config/resolve.ts";
import type { InboundRequest } from "../../src/inbound/request/request.ts";
import { resolveContext } from "../../src/inspection/surroundings.ts";
import { prepareEndpoint } from "../../src/outbound/prepare.ts";
import { signedRequest, type SignedRequest } from "../../src/outbound/signed-request.ts";
import { eventWith } from "./outbound.ts";

/** By the whole way through config and preparation; the settings are found sound. `now`: ms since the epoch. */
export function sentBy(settings: object, now: number): SignedRequest {
  const raw = { endpoints: [{ name: "one", ...settings }] };
  const context = resolveContext({ now, ownHosts: [], agentIds: [] });
  const resolution = resolveSettings(raw, context);
  if (!resolution.ok) throw new Error("not read");
  expect(resolution.settings.problems).toEqual([]);
  const [endpoint] = resolution.settings.endpoints;
  const preparation = prepareEndpoint(endpoint as NonNullable<typeof endpoint>);
  if (!preparation.ok) throw new Error(preparation.problems.join());
  const event = eventWith({ text: "naïve 🚨", a: 1 }, { id: "evt_1", type: "message.sent" });
  const written = preparation.prepared.messages(event);
  if (!written.ok || !written.messages[0]) throw new Error("not written");
  const made = signedRequest(written.messages[0], preparation.prepared.signings, {
    endpoint: preparation.prepared.endpoint,
    event,
    deliveryId: "dlv_1",
    attempt: 1,
    at: now,
    userAgent: "test",
  });
  if (!made.ok) throw new Error(made.error);
  return made.request;
}

/** The same request as a route reads it. */
export function received({ url, headers, body }: SignedRequest, now: number): InboundRequest {
  const { pathname, search, searchParams } = new URL(url);
  return {
    method: "POST",
    url: pathname + search,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    query: Object.fromEntries(searchParams),
    rawBody: body,
    peer: "203.0.113.9",
    receivedAt: now,
  };
}
