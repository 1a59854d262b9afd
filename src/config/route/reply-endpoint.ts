// The endpoint through which the replies of one route go back to its senders. It hears no events, and where each
// reply goes the request says, within what the sender's row allows. Sends nothing.
import type { Route } from "./route-settings.ts";
import type { Endpoint } from "../settings.ts";
import type { ReplyPages } from "./replies.ts";

/** What of a sender's row it is made of. */
export interface ReplyPlan {
  /** With `{paths}` of the request. */
  url: string;
  hosts: readonly string[];
  method: "POST" | "PATCH";
  body: unknown;
  withinMs: number;
  pages?: ReplyPages;
}

/** Addresses of replies are good for a quarter of an hour or a half: tries end before that. */
const DELAYS_MS: readonly number[] = [2000, 10_000, 30_000, 120_000, 300_000];

export function replyEndpoint({ name, held }: Route, plan: ReplyPlan): Endpoint {
  const { hosts, method, body, withinMs, pages } = plan;
  const beginning = plan.url.replace(/\{.*$/s, "");
  return {
    name: `reply:${name}`,
    // What is shown of it; the rest is each reply's own, and secret.
    url: beginning === "" ? `https://${hosts[0]}/` : beginning,
    secrets: [],
    events: [],
    filter: {},
    transform: body,
    headers: {},
    retry: { kind: "schedule", delaysMs: DELAYS_MS },
    timeoutMs: 10_000,
    connectTimeoutMs: 5000,
    concurrency: 8,
    disableAfterMs: false,
    ordering: "none",
    payload: "full",
    allowPrivateNetwork: false,
    replies: { hosts, method, withinMs, ...(pages && { pages }) },
    ...(held !== undefined && { held }),
  };
}
