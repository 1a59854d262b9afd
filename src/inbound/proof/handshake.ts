// Answers the request by which a sender tests an address before it delivers, as the preset expects.
// Must not start anything, and must not answer for a preset that the route does not have.
import type { RouteAuth, RouteHandshake } from "../../config/route/route-settings.ts";
import type { Handshake } from "./handshakes/answers.ts";
import { handshakeByRoute } from "./handshakes/by-route.ts";
import { presetNamed, withTolerance } from "./presets/presets.ts";
import { verify, type InboundRequest } from "./verify.ts";

export type { Handshake } from "./handshakes/answers.ts";

/**
 * Undefined when this request is no handshake of the route's preset or of its own settings (`own`), or one that the vendor signs
 * and whose signature is wrong: `verify` then says why. Asked before `verify`, for any method.
 */
export function handshake(
  request: InboundRequest,
  auth: RouteAuth,
  now: number,
  own?: RouteHandshake,
): Handshake | undefined {
  const byPreset = auth.kind === "preset" ? presetHandshake(request, auth, now) : undefined;
  return byPreset ?? (own && handshakeByRoute(request, own));
}

function presetHandshake(
  request: InboundRequest,
  auth: Extract<RouteAuth, { kind: "preset" }>,
  now: number,
): Handshake | undefined {
  const preset = presetNamed(auth.preset);
  return preset?.handshake?.(request, {
    auth: withTolerance(auth, preset),
    now,
    isVerified: (secrets) => verify(request, { ...auth, secrets }, now).ok,
  });
}
