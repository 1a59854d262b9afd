// Asks for a change, and waits until the Gateway has taken it up: meanwhile the plugin is replaced and answers nobody.
import type { SetupStanding } from "../../data/answers.ts";
import type { Source } from "../../data/source.ts";

const LOOK_EVERY_MS = 400;
const MOST_LOOKS = 150;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** False: a minute was not enough. `starts`: as it was when the change was written. */
export async function takenUp(
  source: Source,
  starts: number,
  wait: (ms: number) => Promise<void> = pause,
): Promise<boolean> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const now = await source.ask<SetupStanding>("setup.standing").catch(() => undefined);
    if (now !== undefined && now.starts > starts) return true;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}
