// Says in the log, and to whoever watches, that an endpoint stands otherwise than before. An endpoint that goes
// back and forth is told of once a minute, not at every turn.
import type { Clock } from "../clock.ts";
import type { Standing } from "../pace/standing.ts";
import type { Signals } from "../signals.ts";
import type { Outlet } from "./outlet.ts";

type State = Standing["state"];

export interface StandingNotices {
  /** Compares with what was said before, and says what is new. */
  look: (outlet: Outlet) => void;
  /** Whether the last word of it was that it is well. */
  saidOk: (name: string) => boolean;
}

const SAY_AGAIN_MS = 60_000;

interface Said {
  /** In the log. */
  state: State;
  /** To those who watch: every change. */
  shown: State;
  at: Map<State, number>;
}

export function createStandingNotices(ports: { clock: Clock; signals: Signals }): StandingNotices {
  const { clock, signals } = ports;
  const all = new Map<string, Said>();

  function saidOf(name: string): Said {
    const said = all.get(name) ?? { state: "ok", shown: "ok", at: new Map() };
    all.set(name, said);
    return said;
  }

  return {
    look(outlet) {
      const now = clock.now();
      const { name: endpoint } = outlet;
      const standing = outlet.governor.standing(now);
      const { state, reason } = standing;
      const said = saidOf(endpoint);
      if (said.shown !== state) {
        said.shown = state;
        signals.emit("endpoint", { endpoint, state, ...(reason !== undefined && { reason }) });
      }
      const isTooSoon = now - (said.at.get(state) ?? -Infinity) < SAY_AGAIN_MS;
      if (said.state === state || (isTooSoon && !isClosed(state))) return;
      said.state = state;
      said.at.set(state, now);
      const level = state === "ok" || state === "slowing" ? "info" : "warn";
      signals.emit("notice", { level, message: sentence(endpoint, standing) });
    },
    saidOk(name) {
      const { state = "ok", shown = "ok" } = all.get(name) ?? {};
      return state === "ok" && shown === "ok";
    },
  };
}

const isClosed = (state: State): boolean =>
  state === "held" || state === "paused" || state === "disabled";

function sentence(endpoint: string, standing: Standing): string {
  const { state, reason } = standing;
  const because = reason === undefined ? "" : `: ${reason}`;
  return `endpoint "${endpoint}" is ${state}${because}${meaningOf(standing)}`;
}

function meaningOf({ state, notBefore, concurrency }: Standing): string {
  if (state === "ok") return "";
  if (isClosed(state)) return "; its deliveries wait";
  const then = notBefore === undefined ? "now" : `at ${new Date(notBefore).toISOString()}`;
  if (state === "blocked")
    return "; its receiver is not to blame, and deliveries keep their schedule";
  if (state === "parked") return `; its deliveries wait, the next is tried ${then}`;
  if (notBefore !== undefined) return `; the next goes ${then}`;
  return `; at most ${concurrency.now} of ${concurrency.max} requests at once`;
}
