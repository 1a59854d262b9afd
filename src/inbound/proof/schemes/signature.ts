// Asks for one of the signatures that schemes given as data describe.
// Must not know any provider.
import type { Secret } from "../../../config/settings.ts";
import type { SignatureScheme } from "../../../signature/scheme.ts";
import { verifyScheme } from "../../../signature/each.ts";
import type { Refused } from "../../../signature/verify.ts";
import type { InboundRequest } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptSigned, refuse, type Verdict } from "../verdict.ts";

/** What the operator configured beside the scheme. */
interface SignatureTerms {
  secrets: readonly Secret[];
  /** Public keys that the sender has published. */
  keys?: readonly string[];
  toleranceMs: number;
  /** Where the sender posts to, as it knows it. */
  url?: string;
}

/** `schemes`: several where a sender has more than one way; any of those that a request goes is enough. */
export function verifySignature(
  request: InboundRequest,
  schemes: SignatureScheme | readonly SignatureScheme[],
  terms: SignatureTerms,
  now: number,
): Verdict {
  const usable = usableSecrets(terms.secrets, now);
  const own = { ...terms, secrets: usable.ok ? usable.values : [] };
  let furthest: Refused = { ok: false, reason: "there is no scheme", steps: -1 };
  for (const scheme of [schemes].flat()) {
    const read = verifyScheme(request, scheme, own, now);
    if (read.ok) return acceptSigned(read.value.covered, read.value.id, read.value.content);
    if (read.steps > furthest.steps) furthest = read;
  }
  // What is wrong with the request is told before what is wrong with the settings.
  const isKey = !usable.ok && furthest.reason.startsWith("no secret is ");
  return refuse(isKey ? usable.reason : furthest.reason);
}
