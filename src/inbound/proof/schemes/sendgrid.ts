// SendGrid's event webhook: ECDSA over time and body, with a public key in place of a secret.
// Must not throw on a key that is none.
// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { readTimestamp, replayProblem } from "../replay.ts";
import { soleHeader } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptSigned, refuse, type PresetCheck } from "../verdict.ts";

const SIGNATURE = "x-twilio-email-event-webhook-signature";
const TIMESTAMP = "x-twilio-email-event-webhook-timestamp";

export const verifySendgrid: PresetCheck = (request, auth, now) => {
  const given = soleHeader(request, SIGNATURE);
  if (!given.ok) return refuse(given.reason);
  const time = soleHeader(request, TIMESTAMP);
  if (!time.ok) return refuse(time.reason);
  const usable = usableSecrets(auth.secrets, now);
  if (!usable.ok) return refuse(usable.reason);
  const keys = usable.values.flatMap((secret) => readPublicKey(secret));
  if (keys.length === 0) return refuse("no secret is an EC public key as SendGrid shows it");
  const covered = [Buffer.from(time.value, "utf8"), request.rawBody];
  const signature = Buffer.from(given.value, "base64");
  const isCanonical = signature.toString("base64") === given.value;
  const message = Buffer.concat(covered);
  if (!isCanonical || !keys.some((key) => verify("sha256", message, key, signature))) {
    return refuse(`the signature in "${SIGNATURE}" does not match: wrong key, or changed`);
  }
  const at = readTimestamp(time.value, "s");
  const stale =
    at === undefined ? "the timestamp is no number" : replayProblem(at, now, auth.toleranceMs);
  return stale === undefined ? acceptSigned(covered, undefined, [request.rawBody]) : refuse(stale);
};

function readPublicKey(base64: string): KeyObject[] {
  try {
    const key = createPublicKey({
      key: Buffer.from(base64, "base64"),
      format: "der",
      type: "spki",
    });
    return key.asymmetricKeyType === "ec" ? [key] : [];
  } catch {
    return [];
  }
}
