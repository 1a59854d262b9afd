// Was this request sent by who the route expects? One verdict, by the route's auth.
// Must not throw on any request, read the clock, or tell the caller what the reason tells the log.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { verifyBasic, verifyBearer, verifyHeader } from "./credentials.ts";
import { verifyLoopback, verifyOpen } from "./loopback.ts";
import { eventIdOf } from "./event-ids.ts";
import type { Preset } from "./presets/preset.ts";
import { presetNamed, withTolerance } from "./presets/presets.ts";
import { bodyText, type InboundRequest } from "../request/request.ts";
import { decrypted } from "./decrypted.ts";
import { verifySignature } from "./schemes/signature.ts";
import { verifyToken } from "./schemes/token.ts";
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
    case "jwt":
      return verifyToken(request, auth.scheme, auth, now);
    case "preset":
      return verifyPreset(request, auth, now);
  }
}

function verifyPreset(
  request: InboundRequest,
  written: Extract<RouteAuth, { kind: "preset" }>,
  now: number,
): Verdict {
  const preset = presetNamed(written.preset);
  if (preset === undefined) return refuse(`there is no preset "${written.preset}"`);
  const auth = withTolerance(written, preset);
  const verdict = verdictOf(preset, request, auth, now);
  if (!verdict.ok || verdict.deliveryId !== undefined) return verdict;
  const { clearId, eventIds } = preset;
  const deliveryId =
    clearId !== undefined
      ? bodyText(decrypted(request, auth), clearId)
      : eventIds && eventIdOf(request, eventIds);
  return deliveryId === undefined ? verdict : { ...verdict, deliveryId };
}

function verdictOf(
  { check }: Pick<Preset, "check">,
  request: InboundRequest,
  auth: PresetAuth,
  now: number,
): Verdict {
  if (typeof check === "function") return check(request, auth, now);
  if ("jwt" in check) return verifyToken(request, check.jwt, auth, now);
  return verifySignature(request, check, auth, now);
}
