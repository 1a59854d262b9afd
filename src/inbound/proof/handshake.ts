// Answers the request by which a sender tests an address before it delivers, as the preset expects.
// Must not start anything, and must not answer for a preset that the route does not have.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { answerByRow } from "./handshakes/answer-row.ts";
import type { Handshake } from "./handshakes/answers.ts";
import type { HandshakeRow } from "./handshakes/row.ts";
import { encryptionKeysOf } from "./decrypted.ts";
import { presetNamed, withTolerance } from "./presets/presets.ts";
import { verify, type InboundRequest } from "./verify.ts";

export type { Handshake } from "./handshakes/answers.ts";

/**
 * Undefined when this request is no handshake of the route's preset or of its own settings (`own`), or one that the vendor signs
 * and whose signature is wrong: `verify` then says why. Asked before `verify`, for any method.
 */
export function handshake(
  request: InboundRequest,
  auth: RouteAuth,
  now: number,
  own?: HandshakeRow,
): Handshake | undefined {
  const secrets = "secrets" in auth ? auth.secrets : [];
  const context = {
    auth: { secrets, ...termsOf(auth) },
    encryption: encryptionKeysOf(auth),
    now,
    isVerified: (some: typeof secrets) => verify(request, withSecrets(auth, some), now).ok,
  };
  for (const row of [...rowsOf(auth), ...(own === undefined ? [] : [own])]) {
    const answer = answerByRow(request, row, context);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Whether the sender brings its secret itself, in a request that is answered by one of these rows. */
export function bringsSecret(auth: RouteAuth, own?: HandshakeRow): boolean {
  return [...rowsOf(auth), ...(own === undefined ? [] : [own])].some(({ brings }) => brings);
}

function rowsOf(auth: RouteAuth): readonly HandshakeRow[] {
  return auth.kind === "preset" ? (presetNamed(auth.preset)?.handshake ?? []) : [];
}

function termsOf(auth: RouteAuth): { toleranceMs: number; verifyToken?: string } {
  if (auth.kind === "hmac" || auth.kind === "jwt") return { toleranceMs: auth.toleranceMs };
  if (auth.kind !== "preset") return { toleranceMs: 0 };
  const { toleranceMs } = withTolerance(auth, presetNamed(auth.preset) ?? {});
  const { verifyToken } = auth;
  return { toleranceMs, ...(verifyToken !== undefined && { verifyToken }) };
}

function withSecrets(auth: RouteAuth, secrets: Extract<RouteAuth, { kind: "preset" }>["secrets"]) {
  return "secrets" in auth ? { ...auth, secrets } : auth;
}
