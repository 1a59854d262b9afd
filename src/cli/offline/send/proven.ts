// A request with the proof that its route asks for, checked by the route's own rules before it goes.
// Must not show a secret.
import type { RouteAuth } from "../../../config/route/route-settings.ts";
import type { Secret } from "../../../config/secret/secret.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { verify } from "../../../inbound/proof/verify.ts";
import { Failure } from "../../failure.ts";
import { STAND_IN } from "../settings/stand-ins.ts";
import { signedByPreset } from "./by-preset.ts";
import { signed, withHeader, withToken } from "./sign.ts";

/** `secret`: in place of the one in the settings. `now` in ms since the epoch. Throws `Failure`. */
export function proven(
  request: InboundRequest,
  auth: RouteAuth,
  { secret, now }: { secret?: string | undefined; now: number },
): InboundRequest {
  const shown = withProof(request, auth, { secret, now });
  const own: RouteAuth = secret === undefined ? auth : withSecret(auth, secret);
  const verdict = verify(shown, own, now);
  if (!verdict.ok) throw new Failure("failed", `the route would refuse it: ${verdict.reason}`);
  return shown;
}

function withProof(
  request: InboundRequest,
  auth: RouteAuth,
  { secret, now }: { secret?: string | undefined; now: number },
): InboundRequest {
  const from = (all: readonly Secret[]): string => secret ?? usable(all, now);
  switch (auth.kind) {
    case "loopback":
    case "none":
      return request;
    case "bearer":
      return withHeader(request, "authorization", `Bearer ${from(auth.secrets)}`);
    case "basic": {
      const pair = Buffer.from(`${auth.username}:${from(auth.secrets)}`).toString("base64");
      return withHeader(request, "authorization", `Basic ${pair}`);
    }
    case "header":
      return withHeader(request, auth.name, from(auth.secrets));
    case "hmac":
      return signed(request, auth.scheme, { secret: from(auth.secrets), url: auth.url, now });
    case "jwt":
      return withToken(request, auth.scheme, { secret: from(auth.secrets), now });
    case "preset": {
      const { url, decrypt } = auth;
      const signer = { secret: from(auth.secrets), url, decrypt, now };
      return signedByPreset(request, auth.preset, signer);
    }
  }
}

function usable(all: readonly Secret[], now: number): string {
  const found = all.find(({ expiresAt = Infinity }) => expiresAt > now);
  if (found === undefined) throw new Failure("failed", "no secret of the route is valid now");
  if (!found.value.includes(STAND_IN)) return found.value;
  throw new Failure(
    "failed",
    "the route's secret is known to the Gateway alone: give it with --secret-env",
  );
}

function withSecret(auth: RouteAuth, value: string): RouteAuth {
  return "secrets" in auth ? { ...auth, secrets: [{ value }] } : auth;
}
