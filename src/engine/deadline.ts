// Waits for work, but not for ever.
import type { Clock } from "./clock.ts";

/** True when `work` ended within `budgetMs`; false when it did not, and goes on by itself. */
export async function endsWithin(
  clock: Clock,
  work: Promise<unknown>,
  budgetMs: number,
): Promise<boolean> {
  let cancel = (): void => {};
  const late = new Promise<false>((resolve) => {
    cancel = clock.after(budgetMs, () => resolve(false));
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    cancel();
  }
}
