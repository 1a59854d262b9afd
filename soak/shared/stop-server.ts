// Stops the server that two engines share as a power cut would, while both capture and send, and starts it again.
import { setTimeout } from "node:timers/promises";
import { createDice } from "../dice.ts";
import type { Verdict } from "../verdict.ts";
import { NAMES, startSharers } from "./sharers.ts";

export interface StopServerOptions {
  rounds: number;
  seed: number;
  /** How long it is away, ms. */
  awayMs: number;
  onRound?: (round: number) => void;
}

/** How long it is there before it is stopped again, ms: most. */
const LONGEST_THERE_MS = 8000;

export async function stopServer(options: StopServerOptions): Promise<Verdict> {
  const { rounds, seed, awayMs, onRound } = options;
  const dice = createDice(seed);
  const sharers = await startSharers(seed);
  const { server } = sharers;
  try {
    for (const name of NAMES) await sharers.begin(name);
    for (let round = 1; round <= rounds; round += 1) {
      await setTimeout(dice.between(500, LONGEST_THERE_MS));
      await server.stop("immediate");
      await setTimeout(awayMs);
      await server.start();
      onRound?.(round);
    }
    // What is in a spool alone, no log knows: a kill would leave it in doubt unseen.
    await sharers.told();
    for (const name of NAMES) await sharers.kill(name);
    return await sharers.close("two engines whose PostgreSQL is stopped", {
      stops: rounds,
      "each away for, s": awayMs / 1000,
    });
  } finally {
    await sharers.clean();
  }
}
