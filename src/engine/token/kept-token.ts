// One token of one endpoint: asked for when it is first needed, renewed before its end and when it is refused.
// However many wait for it, it is asked for once.
import type { Token, TokenAnswer } from "./ask.ts";

export interface KeptToken {
  /** The token in use, or a new one where it is near its end. */
  get: (ask: () => Promise<TokenAnswer>) => Promise<TokenAnswer>;
  /** Another one than `refused`; undefined = one was got a moment ago for the same reason, and it helped nothing. */
  renewed: (refused: Token, ask: () => Promise<TokenAnswer>) => Promise<TokenAnswer | undefined>;
}

/** Before its end, so that it does not end on the way: a tenth of its life, at most this. */
const MOST_AHEAD_MS = 60_000;
/** A receiver that refuses every token is not a reason to ask for one at each delivery. */
const RENEWAL_PAUSE_MS = 60_000;

/** `now`: ms, of a clock that nobody sets. */
export function createKeptToken(now: () => number): KeptToken {
  let current: { token: Token; until: number } | undefined;
  let asking: Promise<TokenAnswer> | undefined;
  let renewedAt = -Infinity;

  async function fetchOne(ask: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
    const askedAt = now();
    const answer = await ask();
    if (answer.ok) {
      const { livesMs = Infinity } = answer.token;
      const until = askedAt + livesMs - Math.min(MOST_AHEAD_MS, livesMs / 10);
      current = { token: answer.token, until };
    }
    return answer;
  }

  function fresh(ask: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
    asking ??= fetchOne(ask).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    async get(ask) {
      if (current && now() < current.until) return { ok: true, token: current.token };
      return fresh(ask);
    },
    async renewed(refused, ask) {
      if (current && current.token !== refused) return { ok: true, token: current.token };
      if (asking) return asking;
      if (now() - renewedAt < RENEWAL_PAUSE_MS) return undefined;
      renewedAt = now();
      current = undefined;
      return fresh(ask);
    },
  };
}
