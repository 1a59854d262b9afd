// Whether a request that was received is signed with a secret, by others' rules than ours.
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Received } from "./verifying-receiver.ts";

/** By the library of Standard Webhooks, which knows nothing of ours, and by the tutorial's own header. */
export function isSignedBy({ rawBody, headers }: Received, secret: string): boolean {
  const signed = `${String(headers["x-openclaw-timestamp"])}.${rawBody}`;
  const expected = `sha256=${createHmac("sha256", secret).update(signed).digest("hex")}`;
  const shown = String(headers["x-openclaw-signature"]).split(",");
  if (!shown.some((each) => each.trim() === expected)) return false;
  try {
    new Webhook(secret).verify(rawBody, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
