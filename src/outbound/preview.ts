// What an endpoint would send for an event: whether it hears it, the headers, the body. Sends nothing, and shows no
// signature, no value of an operator's header and nothing of the URL.
import type { Endpoint, Method } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import type { MaskText } from "../language/mask-text.ts";
import { explainHearing, type Check } from "./explain.ts";
import { echoMasker, tokenMasker } from "./own-secrets.ts";
import { asSent, prepareEndpoint } from "./prepare.ts";
import { attemptHeaders } from "./sign.ts";

export interface Preview {
  endpoint: string;
  event: { id: string; type: string };
  /** Whether the event would be sent; absent when the settings cannot tell. */
  hears?: boolean;
  /** Each clause of `events` and `filter`. */
  checks: Check[];
  /** Why nothing is sent: what holds the endpoint, or why the body cannot be rendered. */
  problem?: string;
  /** As of a first attempt; what is secret, or may be, is `MASKED`. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Bodies of the further requests of a text that is split. */
  more?: string[];
  /** Other than POST. */
  method?: Method;
  /** What templates in the URL and `format` come to; its standing parts may be secret and are `[masked]`. */
  target?: string;
}

export const MASKED = "…";

const DELIVERY_ID = "dlv_00000000000000000000000000000000";
const SIGNATURES = new Set(["x-openclaw-signature", "webhook-signature"]);

/** `now` in ms since the epoch. */
export function previewOf(endpoint: Endpoint, event: EventRecord, now: number): Preview {
  const about = { endpoint: endpoint.name, event: { id: event.id, type: event.type } };
  const preparation = prepareEndpoint(endpoint);
  if (!preparation.ok) {
    return { ...about, checks: [], problem: endpoint.held ?? preparation.problems.join("; ") };
  }
  const { prepared } = preparation;
  const heard = {
    ...about,
    hears: prepared.hears(event),
    checks: explainHearing(prepared, event),
    ...(endpoint.held !== undefined && { problem: endpoint.held }),
  };
  const rendered = asSent(prepared.messages(event), endpoint);
  if (!rendered.ok) return { ...heard, problem: rendered.error };
  const [message, ...more] = rendered.messages;
  if (!message) return heard;
  const headers = attemptHeaders({
    endpoint,
    event,
    deliveryId: DELIVERY_ID,
    attempt: 1,
    atSeconds: Math.floor(now / 1000),
    body: message.body,
    userAgent: "openclaw-event-webhooks",
    added: message.headers,
    contentType: message.contentType ?? null,
  });
  const mask = tokenMasker(endpoint);
  return {
    ...heard,
    headers: masked(headers, endpoint, mask),
    body: mask(message.body),
    ...(more.length > 0 && { more: more.map(({ body }) => mask(body)) }),
    ...(message.method !== "POST" && { method: message.method }),
    ...(message.url !== endpoint.url && { target: echoMasker(endpoint)(message.url) }),
  };
}

function masked(
  headers: Record<string, string>,
  { headers: own }: Endpoint,
  mask: MaskText,
): Preview["headers"] {
  const theirs = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase();
      return [name, SIGNATURES.has(lower) || theirs.has(lower) ? MASKED : mask(value)];
    }),
  );
}
