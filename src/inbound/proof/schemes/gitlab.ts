// GitLab: the older secret token in a header, or the signing token (Standard Webhooks).
// Must not let the request choose: a secret that can sign is never accepted as a plain token.
import { verifyHeader } from "../credentials.ts";
import { header } from "../../request/request.ts";
import type { PresetCheck } from "../verdict.ts";
import { verifySignature } from "./signature.ts";
import { standardHmac } from "./standard-webhooks.ts";

const SIGNING = standardHmac("webhook-");
const isSigningToken = ({ value }: { value: string }) => value.startsWith("whsec_");

export const verifyGitlab: PresetCheck = (request, auth, now) => {
  const tokens = auth.secrets.filter((secret) => !isSigningToken(secret));
  if (tokens.length < auth.secrets.length) {
    const secrets = auth.secrets.filter(isSigningToken);
    const signed = verifySignature(request, SIGNING, { ...auth, secrets }, now);
    // Both kinds are set while a hook moves from the one to the other.
    if (signed.ok || tokens.length === 0) return signed;
  }
  const deliveryId = header(request, "idempotency-key") ?? header(request, "x-gitlab-event-uuid");
  return verifyHeader(request, { name: "x-gitlab-token", secrets: tokens }, now, deliveryId);
};
