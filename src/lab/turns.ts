// Which behaviour is next: one after the other, or by chance. Pure but for its own count.
import type { Behaviour } from "./behaviour.ts";

export interface Turn {
  behaviour: Behaviour;
  /** `Infinity`: for ever. */
  times: number;
}

export interface Script {
  turns: readonly Turn[];
  /** Share of the requests that take a turn, 0 to 1; the others, and all after the last turn, are answered 200. */
  chance?: number;
}

const WELL: Behaviour = { status: 200 };

/** The behaviour of the next request, at each call. `random`: from 0 to below 1. */
export function createTurns({ turns, chance = 1 }: Script, random: () => number): () => Behaviour {
  let index = 0;
  let taken = 0;
  return () => {
    if (random() >= chance) return WELL;
    while (index < turns.length && taken >= (turns[index]?.times ?? 0)) {
      index += 1;
      taken = 0;
    }
    taken += 1;
    return turns[index]?.behaviour ?? WELL;
  };
}
