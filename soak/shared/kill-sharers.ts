// Kills one of two engines that share a log, again and again, while both capture and send.
import { setTimeout } from "node:timers/promises";
import { createDice } from "../dice.ts";
import type { Verdict } from "../verdict.ts";
import { NAMES, startSharers, type Name, type Sharers } from "./sharers.ts";

export interface KillSharersOptions {
  rounds: number;
  seed: number;
  /** From the first acknowledgement of a life to its end, ms. */
  longestLifeMs: number;
  onRound?: (round: number) => void;
}

/** One in so many stays dead until the other one has delivered what it had. */
const LEFT_DEAD = 4;
/** A Gateway is gone after 15 s of silence; then everything goes by itself. */
const LONGEST_TAKEOVER_MS = 60_000;
const LOOK_MS = 250;

export async function killSharers(options: KillSharersOptions): Promise<Verdict> {
  const { rounds, seed, longestLifeMs, onRound } = options;
  const dice = createDice(seed);
  const sharers = await startSharers(seed);
  const takeovers: number[] = [];
  const late: string[] = [];
  try {
    for (const name of NAMES) await sharers.begin(name);
    for (let round = 1; round <= rounds; round += 1) {
      await setTimeout(dice.between(0, longestLifeMs));
      const name = NAMES[dice.between(0, 1)] ?? NAMES[0];
      await sharers.kill(name);
      if (round % LEFT_DEAD === 0) {
        const tookMs = await takenOver(sharers, name);
        if (tookMs === undefined) late.push(`what ${name} had in round ${round}`);
        else takeovers.push(tookMs);
      }
      await sharers.begin(name);
      onRound?.(round);
    }
    for (const name of NAMES) await sharers.kill(name);
    const verdict = await sharers.close("two engines on one PostgreSQL under kill -9", {
      kills: rounds + NAMES.length,
      "taken over": takeovers.length,
      "slowest takeover, s": Math.round(Math.max(0, ...takeovers) / 1000),
    });
    const unaided = late.map((what) => `nobody delivered within a minute: ${what}`);
    return { ...verdict, violations: [...verdict.violations, ...unaided] };
  } finally {
    await sharers.clean();
  }
}

/** Ms until nothing of it was left; undefined: it took too long. */
async function takenOver({ log }: Sharers, name: Name): Promise<number | undefined> {
  const began = performance.now();
  for (;;) {
    const tookMs = performance.now() - began;
    if ((await log.unsettled(name)) === 0) return tookMs;
    if (tookMs > LONGEST_TAKEOVER_MS) return undefined;
    await setTimeout(LOOK_MS);
  }
}
