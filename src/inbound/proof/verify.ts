// Was this request sent by who the route expects? One verdict, by the route's auth.
// Must not throw on any request, read the clock, or tell the caller what the reason tells the log.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { verifyBasic, verifyBearer, verifyHeader } from "./credentials.ts";
import { verifyLoopback, verifyOpen } from "./loopback.ts";
import { eventIdOf } from "./event-ids.ts";
import { presetNamed } from "./schemes/presets.ts";
import type { InboundRequest } from "../request/request.ts";
import { verifySignature } from "./schemes/signature.ts";
import { refuse, type PresetAuth, type Verdict } from "./verdict.ts";

export type { InboundRequest } from "../request/request.ts";
export type { Verdict } from "./verdict.ts";

/** `now` in ms since the epoch: for expired secrets and for the replay tolerance. */
export function verify(request: InboundRequest, auth: RouteAuth, now: number): Verdict {
  switch (auth.kind) {
    case "loopback":
      return verifyLoopback(request, auth.hosts);
    case "none":
      return verifyOpen(request, auth.hosts);
    case "bearer":
      return verifyBearer(request, auth, now);
    case "basic":
      return verifyBasic(request, auth, now);
    case "header":
      return verifyHeader(request, auth, now);
    case "hmac":
      return verifySignature(request, auth.scheme, auth, now);
    case "preset":
      return verifyPreset(request, auth, now);
  }
}

function verifyPreset(request: InboundRequest, auth: PresetAuth, now: number): Verdict {
  const check = presetNamed(auth.preset)?.check;
  if (check === undefined) return refuse(`there is no preset "${auth.preset}"`);
  const verdict =
    typeof check === "function"
      ? check(request, auth, now)
      : verifySignature(request, check, auth, now);
  const { eventIds } = presetNamed(auth.preset) ?? {};
  if (eventIds === undefined || !verdict.ok || verdict.deliveryId !== undefined) return verdict;
  const deliveryId = eventIdOf(request, eventIds);
  return deliveryId === undefined ? verdict : { ...verdict, deliveryId };
}
