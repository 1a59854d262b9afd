// One message of a delivery as the request that leaves: its bytes, headers and signatures, and the endpoint's bounds.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Message } from "../../outbound/request/outgoing-message.ts";
import { attemptHeaders } from "../../outbound/sign.ts";
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

export function requestOf(
  prepared: PreparedEndpoint,
  claim: Claim,
  { number, at, message, userAgent }: TryOf,
): OutgoingRequest {
  const { endpoint } = prepared;
  // Encoded once: what is signed and what is sent are the same bytes.
  const body = Buffer.from(message.body);
  return {
    endpoint: endpoint.name,
    method: message.method,
    url: message.url,
    headers: attemptHeaders({
      endpoint,
      event: claim.event,
      deliveryId: claim.delivery.id,
      attempt: number,
      replay: claim.delivery.replay === true,
      atSeconds: Math.floor(at / 1000),
      body,
      userAgent,
      added: message.headers,
      contentType: message.contentType ?? null,
    }),
    body,
    timeoutMs: endpoint.timeoutMs,
    connectTimeoutMs: endpoint.connectTimeoutMs,
    allowPrivateNetwork: endpoint.allowPrivateNetwork,
    connections: endpoint.concurrency,
    ...(endpoint.auth?.type === "oauth2" && { oauth2: endpoint.auth }),
    ...(endpoint.tls && { tls: endpoint.tls }),
    ...(endpoint.proxy && { proxy: endpoint.proxy }),
  };
}
