// One message of a delivery as the request that leaves: its bytes, headers and signatures, and the endpoint's bounds.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Message } from "../../outbound/request/outgoing-message.ts";
import { signedRequest, type Proofs } from "../../outbound/signed-request.ts";
import type { Claim } from "../store/store.ts";
import type { OutgoingRequest } from "./outgoing.ts";

export interface TryOf {
  /** 1 for the first. */
  number: number;
  /** Ms since the epoch. */
  at: number;
  message: Message;
  userAgent: string;
}

/** `proofs`: its signatures. `ok: false`: this event cannot be signed as its receiver asks. */
export type RequestOf =
  | { ok: true; request: OutgoingRequest; proofs: Proofs }
  | { ok: false; error: string };

export function requestOf(
  prepared: PreparedEndpoint,
  claim: Claim,
  { number, at, message, userAgent }: TryOf,
): RequestOf {
  const { endpoint, signings } = prepared;
  const signed = signedRequest(message, signings, {
    endpoint,
    event: claim.event,
    deliveryId: claim.delivery.id,
    attempt: number,
    replay: claim.delivery.replay === true,
    at,
    userAgent,
  });
  if (!signed.ok) return signed;
  const { proofs, ...sent } = signed.request;
  const request: OutgoingRequest = {
    endpoint: endpoint.name,
    method: message.method,
    ...sent,
    timeoutMs: endpoint.timeoutMs,
    connectTimeoutMs: endpoint.connectTimeoutMs,
    allowPrivateNetwork: endpoint.allowPrivateNetwork,
    connections: endpoint.concurrency,
    ...(endpoint.auth?.type === "oauth2" && { oauth2: endpoint.auth }),
    ...(endpoint.tls && { tls: endpoint.tls }),
    ...(endpoint.proxy && { proxy: endpoint.proxy }),
  };
  return { ok: true, request, proofs };
}
