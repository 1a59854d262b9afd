// What an endpoint would send for an event: whether it hears it, the headers, the body. Sends nothing, and shows no
// signature, no value of an operator's header and nothing of the URL.
import type { Endpoint, Method } from "../config/settings.ts";
import type { EventRecord } from "../engine/record.ts";
import { maskerOf, type MaskText } from "../language/mask-text.ts";
import { explainHearing, type Check } from "./explain.ts";
import { echoMasker, tokenMasker } from "./own-secrets.ts";
import { asSent, prepareEndpoint } from "./prepare.ts";
import { signedRequest } from "./signed-request.ts";

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
  const made = signedRequest(message, prepared.signings, {
    endpoint,
    event,
    deliveryId: DELIVERY_ID,
    attempt: 1,
    at: now,
    userAgent: "openclaw-event-webhooks",
  });
  if (!made.ok) return { ...heard, problem: made.error };
  const { headers, url, proofs } = made.request;
  const signatures = maskerOf(proofs());
  const token = tokenMasker(endpoint);
  const mask: MaskText = (text) => token(signatures(text));
  return {
    ...heard,
    headers: masked({ ...headers, ...tokenHeader(endpoint) }, endpoint, mask),
    body: mask(Buffer.from(made.request.body).toString()),
    ...(more.length > 0 && { more: more.map(({ body }) => mask(body)) }),
    ...(message.method !== "POST" && { method: message.method }),
    ...(url !== endpoint.url && { target: echoMasker(endpoint)(signatures(url)) }),
  };
}

/** A token is asked for when something is sent. */
function tokenHeader({ auth }: Endpoint): Record<string, string> {
  return auth?.type === "oauth2" ? { Authorization: MASKED } : {};
}

function masked(
  headers: Record<string, string>,
  { headers: own, auth }: Endpoint,
  mask: MaskText,
): Preview["headers"] {
  const theirs = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  if (auth !== undefined) theirs.add("authorization");
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase();
      return [name, SIGNATURES.has(lower) || theirs.has(lower) ? MASKED : mask(value)];
    }),
  );
}
