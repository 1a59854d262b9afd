// One message of a delivery with everything that is signed of it: first as its receiver asks for it, which may change
// the body, then by the own schemes over the bytes that are sent. Must not read the clock.
import { ownProofs } from "./own-secrets.ts";
import { signForReceiver, type Signing } from "./receiver-signature.ts";
import type { Message } from "./request/outgoing-message.ts";
import { attemptHeaders, attemptLabels, type AttemptToSign } from "./sign.ts";

/** Of what an attempt is signed over, all that is not the message's own. */
export type Attempted = Omit<AttemptToSign, "body" | "added" | "contentType" | "atSeconds"> & {
  /** Ms since the epoch. */
  at: number;
};

export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
  /** Encoded once: what is signed and what is sent are the same bytes. */
  body: Uint8Array;
  proofs: Proofs;
}

/** Signatures of one attempt alone, which are masked in what the receiver answers: seldom anything that needs it. */
export type Proofs = () => readonly string[];

/** `ok: false`: this event has no place for the signature that its receiver asks for, however often it is tried. */
export function signedRequest(
  message: Message,
  signings: readonly Signing[],
  { at, ...attempted }: Attempted,
): { ok: true; request: SignedRequest } | { ok: false; error: string } {
  const body = Buffer.from(message.body);
  const own = {
    ...attempted,
    atSeconds: Math.floor(at / 1000),
    added: message.headers,
    contentType: message.contentType ?? null,
  };
  if (signings.length === 0) {
    const headers = attemptHeaders({ ...own, body });
    return {
      ok: true,
      request: { url: message.url, headers, body, proofs: () => ownProofs(headers) },
    };
  }
  const { method, url } = message;
  const unsigned = { method, url, headers: attemptLabels(own), body };
  const asked = signForReceiver(unsigned, signings, { id: attempted.event.id, at });
  if (!asked.ok) return asked;
  const headers = attemptHeaders({ ...own, body: asked.body });
  const proofs: Proofs = () => [...ownProofs(headers), ...asked.proofs];
  const request = {
    url: asked.url,
    headers: joined(headers, asked.added),
    body: asked.body,
    proofs,
  };
  return { ok: true, request };
}

/** The receiver's own goes before ours of the same name; what it does of `webhook-…` it does alone. */
function joined(
  own: Record<string, string>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const isPublished = Object.keys(added).some((name) => name.startsWith("webhook-"));
  const kept = Object.entries(own).filter(([name]) => {
    const lower = name.toLowerCase();
    return !Object.hasOwn(added, lower) && !(isPublished && lower === "webhook-signature");
  });
  return { ...Object.fromEntries(kept), ...added };
}
