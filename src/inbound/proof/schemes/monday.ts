// monday.com: a JWT in the Authorization header, signed by the app's signing secret.
// Must not accept another algorithm than HS256, whatever the token's header says.
// https://developer.monday.com/apps/docs/integration-authorization
import { bodyText, soleHeader } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { acceptCaller, refuse, type PresetCheck } from "../verdict.ts";
import { hasMatch } from "./matching.ts";

export const verifyMonday: PresetCheck = (request, auth, now) => {
  const given = soleHeader(request, "authorization");
  if (!given.ok) return refuse(given.reason);
  const parts = /^(?:bearer +)?([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(given.value);
  const [, header = "", claims = "", signature = ""] = parts ?? [];
  if (decoded(header)?.["alg"] !== "HS256") return refuse("the token is no JWT with HS256");
  const usable = usableSecrets(auth.secrets, now);
  if (!usable.ok) return refuse(usable.reason);
  const keys = usable.values.map((secret) => Buffer.from(secret, "utf8"));
  const covered = [Buffer.from(`${header}.${claims}`, "utf8")];
  if (!hasMatch({ algorithm: "sha256", encoding: "base64url" }, covered, keys, [signature])) {
    return refuse("the token's signature does not match");
  }
  const expiry = decoded(claims)?.["exp"];
  // Without an expiry, one token that was seen would be good for ever.
  if (typeof expiry !== "number") return refuse("the token has no expiry");
  if (expiry * 1000 + auth.toleranceMs < now) return refuse("the token has expired");
  const deliveryId = bodyText(request, "event.triggerUuid");
  return acceptCaller(request, { verified: true, ...(deliveryId !== undefined && { deliveryId }) });
};

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
