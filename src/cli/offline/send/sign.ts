// Signs a request as a scheme given as data says: the inverse of `signature/signature.ts`.
// Must not show a secret; what a sender signs with a private key of its own it cannot sign.
import { createHmac, randomUUID } from "node:crypto";
import type { HmacScheme } from "../../../config/route/route-settings.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { readSchemeKey } from "../../../inbound/proof/schemes/scheme-key.ts";
import { readSignedParts } from "../../../inbound/proof/schemes/signed-parts.ts";
import { Failure } from "../../failure.ts";
import { withBodyField } from "./body.ts";

/** What a scheme signs with. */
export interface Signer {
  secret: string;
  /** The route's URL as the sender knows it. */
  url?: string | undefined;
  /** Ms since the epoch. */
  now: number;
}

/** A copy with its timestamp, its id and its signature. Throws `Failure`. */
export function signed(given: InboundRequest, scheme: HmacScheme, signer: Signer): InboundRequest {
  if (scheme.algorithm === "ed25519") {
    throw new Failure("failed", "only the sender has the private key that signs for this route");
  }
  const time = timeOf(scheme, signer.now);
  const dated = withId(withTime(given, scheme, time), scheme);
  const parts = readSignedParts(dated, scheme, signer.url);
  if (!parts.ok) throw new Failure("failed", `the request cannot be signed: ${parts.reason}`);
  const key = readSchemeKey(signer.secret, scheme.key);
  if (key === undefined) throw new Failure("failed", `the secret is not ${scheme.key.encoding}`);
  const hmac = createHmac(scheme.algorithm, key);
  for (const part of parts.value) hmac.update(part);
  return withHeader(dated, scheme.header, written(scheme, hmac.digest(scheme.encoding), time));
}

export function withHeader(request: InboundRequest, name: string, value: string): InboundRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function timeOf({ timestamp }: HmacScheme, now: number): string {
  if (timestamp?.format === "ms") return String(now);
  if (timestamp?.format === "rfc3339") return new Date(now).toISOString();
  return String(Math.floor(now / 1000));
}

function withTime(request: InboundRequest, scheme: HmacScheme, time: string): InboundRequest {
  const from = scheme.timestamp?.from;
  if (from === undefined) return request;
  if ("header" in from) return withHeader(request, from.header, time);
  if ("body" in from) return withBodyField(request, from.body, Number(time));
  // Read from the header that the signature will stand in.
  return withHeader(request, scheme.header, `${from.part}${from.pair}${time}`);
}

/** One that the caller gave stays. */
function withId(request: InboundRequest, { id }: HmacScheme): InboundRequest {
  if (id === undefined || "body" in id) return request;
  if (Object.hasOwn(request.headers, id.header)) return request;
  return withHeader(request, id.header, randomUUID());
}

function written({ extract, timestamp }: HmacScheme, signature: string, time: string): string {
  if (extract.kind !== "part") return (extract.prefix ?? "") + signature;
  const part = `${extract.name}${extract.pair}${signature}`;
  const from = timestamp?.from;
  if (from === undefined || !("part" in from)) return part;
  return `${from.part}${from.pair}${time}${from.items}${part}`;
}
