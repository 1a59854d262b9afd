// Standard Webhooks 1.0.0: HMAC (`v1`) and ed25519 (`v1a`), under the specification's header names or those of Svix,
// where it comes from. Which one a sender uses its customers cannot choose, so either is read.
// Must not choose between shared and public key by what the request says: the secret decides.
import type { SignatureScheme } from "../../../signature/scheme.ts";

const PUBLIC_KEY_PREFIX = "whpk_";
const PRIVATE_KEY_PREFIX = "whsk_";

/** As dashboards show a secret; Supabase puts the version in front of it. */
const SECRET_PREFIXES = ["v1,whsec_", "whsec_"];

type Family = "webhook-" | "svix-";

/**
 * Every way to sign so. `first`: the names that the sender uses as far as is known. `key`: for senders
 * whose secret is not base64 behind `whsec_`.
 */
export function standardWebhooks(
  first: Family = "webhook-",
  key?: SignatureScheme["key"],
): readonly SignatureScheme[] {
  const families: Family[] = first === "svix-" ? [first, "webhook-"] : [first, "svix-"];
  return families.flatMap((prefix) => [
    standardHmac(prefix, key),
    schemeOf(prefix, "ed25519", "v1a,", {
      encoding: "base64",
      stripPrefix: PUBLIC_KEY_PREFIX,
      only: PUBLIC_KEY_PREFIX,
      privatePrefix: PRIVATE_KEY_PREFIX,
    }),
  ]);
}

/** With a shared secret. `prefix`: what the header names begin with. */
export function standardHmac(
  prefix: string,
  key: SignatureScheme["key"] = { encoding: "base64", stripPrefix: SECRET_PREFIXES },
): SignatureScheme {
  // A public key is known to all, and must never do as a secret; the private one never leaves its owner.
  return schemeOf(prefix, "sha256", "v1,", {
    not: [PUBLIC_KEY_PREFIX, PRIVATE_KEY_PREFIX],
    ...key,
  });
}

function schemeOf(
  prefix: string,
  algorithm: SignatureScheme["algorithm"],
  version: string,
  key: SignatureScheme["key"],
): SignatureScheme {
  return {
    algorithm,
    from: { header: `${prefix}signature` },
    extract: { kind: "list", items: " ", prefix: version },
    encoding: "base64",
    signed: "{id}.{timestamp}.{body}",
    timestamp: { from: { header: `${prefix}timestamp` }, format: "s" },
    id: { header: `${prefix}id` },
    key,
  };
}
