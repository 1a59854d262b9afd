// Was this request sent by who the route expects? One verdict, by the route's auth.
// Must not throw on any request, read the clock, or tell the caller what the reason tells the log.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { verifyBasic, verifyBearer, verifyHeader } from "./credentials.ts";
import { verifyLoopback, verifyOpen } from "./loopback.ts";
import { eventIdOf } from "./event-ids.ts";
import { schemesOf, type Preset } from "./presets/preset.ts";
import { presetNamed, withTolerance } from "./presets/presets.ts";
import { bodyText, type InboundRequest } from "../request/request.ts";
import { partsOf } from "../../signature/signed-text.ts";
import { clearBody, decrypted, encryptionOf } from "./decrypted.ts";
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
      return opened(request, auth, verifySignature(request, auth.scheme, auth, now));
    case "jwt":
      if (auth.published !== undefined && auth.keys === undefined) return refuse(NO_KEYS);
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
  if (preset.published !== undefined && auth.keys === undefined) return refuse(NO_KEYS);
  const verdict = opened(request, auth, verdictOf(preset, request, auth, now));
  if (!verdict.ok) return verdict;
  const foreign = preset.expects?.of === "body" && foreignName(request, auth.expect);
  if (foreign) return refuse(`"${foreign}" in the body is none that the route expects`);
  if (verdict.deliveryId !== undefined) return verdict;
  const { clearId, eventIds } = preset;
  const deliveryId =
    clearId !== undefined
      ? bodyText(decrypted(request, auth), clearId)
      : eventIds && eventIdOf(request, eventIds);
  return deliveryId === undefined ? verdict : { ...verdict, deliveryId };
}

const NO_KEYS = "the keys that its sender publishes are not at hand";

/** What is not signed as a whole was signed for what is encrypted in it: unread, nothing is known of its sender. */
function opened(request: InboundRequest, auth: RouteAuth, verdict: Verdict): Verdict {
  if (!verdict.ok || encryptionOf(auth) === undefined || signsBody(auth)) return verdict;
  const isOpen = clearBody(request, auth) !== undefined;
  return isOpen
    ? verdict
    : refuse("what is encrypted does not open: wrong key, or for another receiver");
}

function signsBody(auth: RouteAuth): boolean {
  const preset = auth.kind === "preset" ? presetNamed(auth.preset) : undefined;
  const schemes = auth.kind === "hmac" ? [auth.scheme] : preset ? schemesOf(preset) : [];
  return schemes.every(({ signed }) =>
    partsOf(signed).some(({ name, of }) => name === "body" && of === ""),
  );
}

/** The first name at which something else stands than what the operator expects. */
function foreignName(
  request: InboundRequest,
  expect: PresetAuth["expect"] = {},
): string | undefined {
  return Object.keys(expect).find(
    (name) => expect[name]?.includes(bodyText(request, name) ?? "") !== true,
  );
}

function verdictOf(
  { check }: Pick<Preset, "check">,
  request: InboundRequest,
  auth: PresetAuth,
  now: number,
): Verdict {
  if (typeof check === "function") return check(request, auth, now);
  if ("jwt" in check) {
    const claims = { ...check.jwt.claims, ...auth.expect };
    return verifyToken(request, { ...check.jwt, claims }, auth, now);
  }
  return verifySignature(request, check, auth, now);
}
