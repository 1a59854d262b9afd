// Asks for a JSON Web Token that a scheme given as data describes. Must not know any provider.
import type { Secret } from "../../../config/settings.ts";
import { verifyJwt, type JwtScheme } from "../../../signature/jwt/jwt.ts";
import { header, type InboundRequest } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptCaller, acceptSigned, refuse, type Verdict } from "../verdict.ts";

export function verifyToken(
  request: InboundRequest,
  scheme: JwtScheme,
  { secrets, toleranceMs }: { secrets: readonly Secret[]; toleranceMs: number },
  now: number,
): Verdict {
  const usable = usableSecrets(secrets, now);
  if (!usable.ok) return refuse(usable.reason);
  const read = verifyJwt(request, scheme, { secrets: usable.values, toleranceMs }, now);
  if (!read.ok) return refuse(read.reason);
  const { covered, id: deliveryId = header(request, "idempotency-key") } = read.value;
  if (covered !== undefined) return acceptSigned(covered, deliveryId);
  return acceptCaller(request, { verified: true, ...(deliveryId !== undefined && { deliveryId }) });
}
