// Asks for a JSON Web Token that a scheme given as data describes. Must not know any provider.
import type { Secret } from "../../../config/settings.ts";
import { verifyJwt, type JwtScheme } from "../../../signature/jwt/jwt.ts";
import { header, type InboundRequest } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptCaller, acceptSigned, refuse, type Verdict } from "../verdict.ts";

interface TokenTerms {
  secrets: readonly Secret[];
  /** In place of them: public keys that the sender has published. */
  keys?: readonly string[];
  toleranceMs: number;
}

export function verifyToken(
  request: InboundRequest,
  scheme: JwtScheme,
  { secrets, keys, toleranceMs }: TokenTerms,
  now: number,
): Verdict {
  const usable =
    keys === undefined ? usableSecrets(secrets, now) : { ok: true as const, values: keys };
  if (!usable.ok) return refuse(usable.reason);
  const read = verifyJwt(request, scheme, { secrets: usable.values, toleranceMs }, now);
  if (!read.ok) return refuse(read.reason);
  const { covered, id: deliveryId = header(request, "idempotency-key") } = read.value;
  if (covered !== undefined) return acceptSigned(covered, deliveryId);
  return acceptCaller(request, { verified: true, ...(deliveryId !== undefined && { deliveryId }) });
}
