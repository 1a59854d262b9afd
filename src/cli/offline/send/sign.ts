// Signs a request as a scheme given as data says, for what the command line sends itself.
// Must not show a secret; what a sender signs with a private key of its own it cannot sign.
import { randomUUID } from "node:crypto";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { signJwt, type JwtScheme } from "../../../signature/jwt/jwt.ts";
import { isPublicKeyAlgorithm, type SignatureScheme } from "../../../signature/scheme.ts";
import { signScheme } from "../../../signature/each.ts";
import { Failure } from "../../failure.ts";

/** What a scheme signs with. */
export interface Signer {
  secret: string;
  /** Of bodies that are encrypted with another key than the secret. */
  decrypt?: { key?: string; receiver?: string } | undefined;
  /** The route's URL as the sender knows it. */
  url?: string | undefined;
  /** Ms since the epoch. */
  now: number;
}

/** A copy with its timestamp, its id and its signature. Throws `Failure`. */
export function signed(
  given: InboundRequest,
  scheme: SignatureScheme,
  { secret, url, now }: Signer,
): InboundRequest {
  if (isPublicKeyAlgorithm(scheme.algorithm)) throw onlyTheSender("this route");
  const made = signScheme(given, scheme, { secrets: [secret], url, now, id: randomUUID() });
  if (made.ok) return made.value;
  throw new Failure("failed", `the request cannot be signed: ${made.reason}`);
}

/** The same with a token. */
export function withToken(
  given: InboundRequest,
  scheme: JwtScheme,
  { secret, now }: Signer,
): InboundRequest {
  if (!scheme.algorithms[0]?.startsWith("HS")) throw onlyTheSender("this route");
  const token = signJwt(given, scheme, { secret, now, id: randomUUID() });
  if (!token.ok) throw new Failure("failed", `the request cannot be signed: ${token.reason}`);
  const { from } = scheme;
  const name = "header" in from ? from.header : "authorization";
  return withHeader(given, name, name === "authorization" ? `Bearer ${token.value}` : token.value);
}

export function onlyTheSender(what: string): Failure {
  return new Failure("failed", `only the sender has the private key that signs for ${what}`);
}

export function withHeader(request: InboundRequest, name: string, value: string): InboundRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}
