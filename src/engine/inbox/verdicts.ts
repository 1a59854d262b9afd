// The verdicts of a request over its life: one per step, the latest counts. Decides nothing.
import type { StepVerdict } from "./inbox.ts";

/** Those of `later` take the place of earlier ones about the same step, so a retried run adds no rows. */
export function withVerdicts(
  earlier: readonly StepVerdict[],
  later: readonly StepVerdict[],
): StepVerdict[] {
  const again = new Set(later.map(({ step }) => step));
  return [...earlier.filter(({ step }) => !again.has(step)), ...later];
}
