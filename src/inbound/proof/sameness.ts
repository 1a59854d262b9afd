// What makes two requests the same, and for how long: the operator's key, else the sender's word, else what was said.
// Must not remember anything itself. What a sender marks as new is new, whatever is signed: see docs/security.md.
import type { Route, RouteAuth } from "../../config/route/route-settings.ts";
import { schemesOf, type Preset } from "./presets/preset.ts";
import { presetNamed, withTolerance } from "./presets/presets.ts";
import type { Proof } from "./verdict.ts";

export interface Sameness {
  /** Per route: one of them known = a duplicate. */
  names: string[];
  forMs: number;
}

const MINUTE_MS = 60_000;
/** Stripe tries for three days (https://docs.stripe.com/webhooks#retries), others less; a week outlasts them. */
export const NAMED_FOR_MS = 7 * 24 * 60 * MINUTE_MS;
/**
 * How long an equal body without a name counts as a repeat where no page says how long its sender tries. A repeat
 * that was heard is answered, so only the first one counts, and that comes within minutes.
 */
export const DEFAULT_RETRY_MS = 10 * MINUTE_MS;

/** `own`: what `idempotency.key` rendered to. */
export function samenessOf(
  proof: Proof,
  { auth, replay }: Pick<Route, "auth" | "replay">,
  own: string | undefined,
): Sameness {
  const { deliveryId, content, fingerprint, signed } = proof;
  const { retryMs, idWithBody } = senderOf(auth);
  const named = (...names: string[]): Sameness => ({ names, forMs: NAMED_FOR_MS });
  const ownName = own === undefined ? [] : [`route:${own}`];
  if (replay === "strict") {
    const id = deliveryId === undefined ? [] : [`id:${deliveryId}`];
    return named(...id, ...(signed ? [`signed:${fingerprint}`] : []), ...ownName);
  }
  if (own !== undefined) return named(...ownName);
  if (deliveryId !== undefined) return named(`id:${deliveryId}${idWithBody ? ` ${content}` : ""}`);
  // Who holds the secret itself may say the same again.
  if (!signed || retryMs === 0) return { names: [], forMs: 0 };
  return { names: [`body:${content}`], forMs: retryMs };
}

/** Of a signed time there is no repeat while its tolerance lasts, which counts in both directions. */
function senderOf(auth: RouteAuth): { retryMs: number; idWithBody: boolean } {
  const preset = auth.kind === "preset" ? presetNamed(auth.preset) : undefined;
  const schemes = auth.kind === "hmac" ? [auth.scheme] : preset ? schemesOf(preset) : [];
  const isTimed = schemes.some(({ timestamp }) => timestamp !== undefined);
  const toleranceMs = isTimed ? toleranceOf(auth, preset) : 0;
  return {
    retryMs: Math.max(preset?.retryMs ?? DEFAULT_RETRY_MS, 2 * toleranceMs),
    idWithBody: preset?.idWithBody === true,
  };
}

function toleranceOf(auth: RouteAuth, preset: Preset | undefined): number {
  if (auth.kind === "preset") return preset ? withTolerance(auth, preset).toleranceMs : 0;
  return auth.kind === "hmac" ? auth.toleranceMs : 0;
}
