// What marks a request as one seen before. Must not remember anything itself.
import type { Verdict } from "./verdict.ts";

/**
 * What a store remembers of an accepted request, per route: one of them known = a duplicate.
 * A fingerprint counts only where it is signed: who holds the secret itself may repeat a body.
 */
export function dedupeKeys(verdict: Extract<Verdict, { ok: true }>): string[] {
  const keys: string[] = [];
  if (verdict.deliveryId !== undefined) keys.push(`id:${verdict.deliveryId}`);
  if (verdict.signed) keys.push(`signed:${verdict.fingerprint}`);
  return keys;
}
