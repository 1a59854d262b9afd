// What a route's settings cannot say of its sender: the keys that it publishes, and the secret that it brought.
// Must not fetch or keep anything itself: it is told by whoever does, and waits no longer than that one does.
import type { Route, RouteAuth } from "../config/route/route-settings.ts";
import { keyQuestion, type KeyAnswer, type KeyQuestion } from "../signature/published/published.ts";
import { keyIdOf } from "../signature/jwt/jwt.ts";
import type { Fault } from "./answer/answer.ts";
import { bringsSecret } from "./proof/handshake.ts";
import { presetNamed } from "./proof/presets/presets.ts";
import type { InboundRequest } from "./request/request.ts";

/** The engine's thread, as it is asked of a sender. Nothing of it rejects. */
export interface SenderFacts {
  keys: (question: KeyQuestion) => Promise<KeyAnswer>;
  /** Undefined: none was brought. "unknown": it cannot be read at the moment. */
  secret: (route: string) => Promise<{ value: string } | undefined | "unknown">;
  /** Durable when it resolves. `other`: the route has another one, which stays. */
  bring: (
    route: string,
    secret: string,
    requestId: string,
  ) => Promise<"kept" | "other" | "unknown">;
  confirm: (url: string) => Promise<{ ok: true } | { ok: false; reason: string }>;
}

/** `refused`: the sender is none of the route's. `fault`: it is not known yet, and the sender has to come again. */
export type AuthNow =
  | { kind: "known"; auth: RouteAuth }
  | { kind: "refused"; reason: string }
  | { kind: "fault"; fault: Fault };

/** The route's `auth` with what is known of its sender at this moment. */
export async function authNow(
  request: InboundRequest,
  { auth, name, handshake }: Pick<Route, "auth" | "name" | "handshake">,
  facts: SenderFacts | undefined,
): Promise<AuthNow> {
  if (facts === undefined) return { kind: "known", auth };
  const isBrought = "secrets" in auth && auth.secrets.length === 0 && bringsSecret(auth, handshake);
  if (isBrought) {
    const brought = await facts.secret(name);
    if (brought === "unknown") return { kind: "fault", fault: NOT_READABLE };
    const secrets = brought === undefined ? [] : [brought];
    return { kind: "known", auth: { ...auth, secrets } };
  }
  const published = publishedBy(auth);
  if (published === undefined) return { kind: "known", auth };
  const asked = keyQuestion(request, published, keyIdIn(request, auth));
  if (!asked.ok) return { kind: "refused", reason: asked.reason };
  const answer = await facts.keys(asked.value);
  if (!answer.ok) return { kind: "fault", fault: noKeys(answer.retryAfterSeconds) };
  return { kind: "known", auth: { ...auth, keys: answer.keys } as RouteAuth };
}

function publishedBy(auth: RouteAuth) {
  if (auth.kind === "jwt") return auth.published;
  return auth.kind === "preset" ? presetNamed(auth.preset)?.published : undefined;
}

function keyIdIn(request: InboundRequest, auth: RouteAuth): string | undefined {
  if (auth.kind === "jwt") return keyIdOf(request, auth.scheme);
  const check = auth.kind === "preset" ? presetNamed(auth.preset)?.check : undefined;
  return typeof check === "object" && "jwt" in check ? keyIdOf(request, check.jwt) : undefined;
}

function noKeys(retryAfterSeconds: number): Fault {
  return {
    status: 503,
    code: "keys_not_at_hand",
    message: "the sender's public keys cannot be had at the moment",
    hint: "send it again",
    retryAfterSeconds,
  };
}

const NOT_READABLE: Fault = {
  status: 503,
  code: "secret_not_at_hand",
  message: "the route's secret cannot be read at the moment",
  hint: "send it again",
  retryAfterSeconds: 5,
};

export const NOT_CONFIRMED: Fault = {
  status: 503,
  code: "not_confirmed",
  message: "the subscription could not be confirmed",
  hint: "send it again",
  retryAfterSeconds: 30,
};

export const NOT_KEPT: Fault = { ...NOT_READABLE, message: "the secret could not be stored" };
