// Standard Webhooks 1.0.0, and Svix, whose headers have another prefix: HMAC (`v1`) and ed25519 (`v1a`).
// Must not choose between the two by what the request says: the secret decides.
import type { HmacScheme } from "../../../config/route/route-settings.ts";
import type { InboundRequest } from "../../request/request.ts";
import { refuse, type PresetAuth, type PresetCheck, type Verdict } from "../verdict.ts";
import { verifySignature } from "./signature.ts";

const PUBLIC_KEY_PREFIX = "whpk_";

/** `prefix`: what the header names begin with, `webhook-` in the specification. */
export function standardWebhooks(prefix: string): PresetCheck {
  const hmac = standardHmac(prefix);
  const publicKey = schemeOf(prefix, "ed25519", "v1a,", PUBLIC_KEY_PREFIX);
  return (request, auth, now) => verifyEither(request, auth, now, { hmac, publicKey });
}

/** With a shared secret. `prefix`: as above. */
export function standardHmac(prefix: string): HmacScheme {
  return schemeOf(prefix, "sha256", "v1,", "whsec_");
}

function schemeOf(
  prefix: string,
  algorithm: HmacScheme["algorithm"],
  version: string,
  stripPrefix: string,
): HmacScheme {
  return {
    algorithm,
    header: `${prefix}signature`,
    extract: { kind: "list", items: " ", prefix: version },
    encoding: "base64",
    signed: "{id}.{timestamp}.{body}",
    timestamp: { from: { header: `${prefix}timestamp` }, format: "s" },
    id: { header: `${prefix}id` },
    key: { encoding: "base64", stripPrefix },
  };
}

function verifyEither(
  request: InboundRequest,
  auth: PresetAuth,
  now: number,
  schemes: { hmac: HmacScheme; publicKey: HmacScheme },
): Verdict {
  const isPublic = ({ value }: { value: string }) => value.startsWith(PUBLIC_KEY_PREFIX);
  const publicKeys = auth.secrets.filter((secret) => isPublic(secret));
  const shared = auth.secrets.filter((secret) => !isPublic(secret));
  const verdicts: Verdict[] = [];
  if (shared.length > 0 || publicKeys.length === 0) {
    verdicts.push(verifySignature(request, schemes.hmac, { ...auth, secrets: shared }, now));
  }
  if (publicKeys.length > 0) {
    verdicts.push(
      verifySignature(request, schemes.publicKey, { ...auth, secrets: publicKeys }, now),
    );
  }
  return verdicts.find(({ ok }) => ok) ?? verdicts[0] ?? refuse("no secret is set");
}
