// The outcome of the authenticity check and the two ways to reach it.
// Must not carry a secret, a signature or a body into a reason.
import { createHash } from "node:crypto";
import type { RouteAuth } from "../../config/route/route-settings.ts";
import type { InboundRequest } from "../request/request.ts";

export type Verdict =
  | {
      ok: true;
      /** The sender's own id of this delivery, where it has one. */
      deliveryId?: string;
      /** SHA-256 in hex of what was signed, or of the body where nothing was. */
      fingerprint: string;
      /** The same without the time of sending: equal for a repeat. */
      content: string;
      /** False for callers that were let in without a proof: `none` and `loopback`. */
      verified: boolean;
      /** True when a signature covers the body: only then is an equal fingerprint a replay. */
      signed: boolean;
    }
  | {
      ok: false;
      status: 401;
      /** Exact, for the log alone. */
      reason: string;
    };

export type Proof = Extract<Verdict, { ok: true }>;

/** With the tolerance that counts. */
export type PresetAuth = Extract<RouteAuth, { kind: "preset" }> & { toleranceMs: number };

/** The check of one preset that no scheme as data can express. */
export type PresetCheck = (request: InboundRequest, auth: PresetAuth, now: number) => Verdict;

const MAX_ID_LENGTH = 256;

export function refuse(reason: string): Verdict {
  return { ok: false, status: 401, reason };
}

/** A caller who showed a secret, or needed none: nothing binds the body to it. */
export function acceptCaller(
  request: InboundRequest,
  options: { verified: boolean; deliveryId?: string },
): Verdict {
  return accept({ ...options, covered: [request.rawBody], signed: false });
}

/**
 * A body that a signature covers. `covered`: everything that was signed, in order; `content`: the same without the
 * time, where one was signed.
 */
export function acceptSigned(
  covered: readonly Uint8Array[],
  deliveryId?: string,
  content: readonly Uint8Array[] = covered,
): Verdict {
  return accept({
    verified: true,
    signed: true,
    covered,
    content,
    ...(deliveryId !== undefined && { deliveryId }),
  });
}

function accept(found: {
  verified: boolean;
  signed: boolean;
  covered: readonly Uint8Array[];
  content?: readonly Uint8Array[];
  deliveryId?: string;
}): Verdict {
  const { verified, signed, covered, content = covered, deliveryId } = found;
  const fingerprint = sha256(covered);
  const isUsable =
    deliveryId !== undefined && deliveryId !== "" && deliveryId.length <= MAX_ID_LENGTH;
  return {
    ok: true,
    ...(isUsable && { deliveryId }),
    fingerprint,
    content: content === covered ? fingerprint : sha256(content),
    verified,
    signed,
  };
}

function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
