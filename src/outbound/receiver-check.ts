// Checks a request of this plugin as its receiver does, with what the sender has: for whoever stands in for it.
import { verifyMessage, type Refused } from "../signature/verify.ts";
import type { Message } from "../signature/message.ts";
import { signingKeys } from "../signature/sign.ts";
import type { Signing } from "./receiver-signature.ts";

/** Undefined: it is signed as asked. `url`: the endpoint's. `now`: ms since the epoch. */
export function signingProblem(
  message: Message,
  { schemes, secrets, url: own }: Signing,
  { url, now, toleranceMs }: { url: string; now: number; toleranceMs: number },
): string | undefined {
  const usable = secrets.filter(({ expiresAt = Infinity }) => expiresAt > now);
  let furthest: Refused = { ok: false, reason: "no secret is a key of it", steps: -1 };
  for (const scheme of schemes) {
    const ownKeys = usable.flatMap(({ value }) => signingKeys(value, scheme));
    if (ownKeys.length === 0) continue;
    const terms = { secrets: [], ownKeys, toleranceMs, url: own ?? url };
    const verdict = verifyMessage(message, scheme, terms, now);
    if (verdict.ok) return undefined;
    if (verdict.steps > furthest.steps) furthest = verdict;
  }
  return furthest.reason;
}
