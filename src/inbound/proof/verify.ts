// Was this request sent by who the route expects? One verdict, by the route's auth.
// Must not throw on any request, read the clock, or tell the caller what the reason tells the log.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { verifyBasic, verifyBearer, verifyHeader } from "./credentials.ts";
import { verifyLoopback, verifyOpen } from "./loopback.ts";
import { presetNamed, withTolerance } from "./presets/presets.ts";
import { bodyText, type InboundRequest } from "../request/request.ts";
import { decrypted } from "./decrypted.ts";
import { verifySignature } from "./schemes/signature.ts";
import { verifyToken } from "./schemes/token.ts";
import { refuse, type Verdict } from "./verdict.ts";

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
  const { check } = preset;
  if (typeof check === "function") return check(request, auth, now);
  if ("jwt" in check) return verifyToken(request, check.jwt, auth, now);
  const verdict = verifySignature(request, check, auth, now);
  if (!verdict.ok || preset.clearId === undefined) return verdict;
  const deliveryId = bodyText(decrypted(request, auth), preset.clearId);
  return { ...verdict, ...(deliveryId !== undefined && { deliveryId }) };
}
