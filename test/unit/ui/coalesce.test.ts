import { expect, it } from "vitest";
import { coalesce } from "../../../src/ui/data/coalesce.ts";
import { createManualClock } from "../../support/manual-clock.ts";

it("works once at a time, with a pause between, however often it is wished", async () => {
  const clock = createManualClock();
  let running = 0;
  let most = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => clock.after(50, resolve));
    running -= 1;
    done += 1;
  };
  const { wish, end } = coalesce(work, 300, clock.after);
  for (let ms = 0; ms < 1000; ms += 10) {
    wish();
    await clock.advance(10);
  }
  await clock.advance(1000);
  expect(most).toBe(1);
  // One each 350 ms and the last wish's own.
  expect(done).toBe(4);
  end();
  wish();
  await clock.advance(1000);
  expect(done).toBe(4);
});
