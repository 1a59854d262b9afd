// Says when and how much one endpoint may send: window, rate, the receiver's wishes, breaker, and whether it is
// closed altogether. Sends nothing and knows no delivery.
import type { Endpoint } from "../../config/settings.ts";
import { boundsOf } from "../../outbound/request/batch.ts";
import type { Effect } from "../attempt/outcome.ts";
import { createBreaker, type Sign } from "./breaker.ts";
import { createFailingTime } from "./failing-time.ts";
import { createObstacle } from "./obstacle.ts";
import { createRequests, type Requests } from "./requests.ts";
import type { Closure, Remembered, Standing } from "./standing.ts";
import { createWindow } from "./window.ts";

export interface Governor {
  /** How many attempts may start at `now`. */
  room: (now: number) => number;
  /** An attempt starts; the caller asked `room` first, and tells the returned function how it ended. */
  started: (now: number) => (effect: Effect, now: number) => void;
  close: (closure: Closure) => void;
  /** Open again, and at full speed. */
  open: () => void;
  closure: () => Closure | undefined;
  standing: (now: number) => Standing;
  /** Nothing holds it back but its own slots. */
  atEase: (now: number) => boolean;
  isParked: () => boolean;
  /** `failing`: parked, or several failures in a row of any kind, its proxy's too. `well`: the last attempt arrived. */
  course: () => "well" | "unclear" | "failing";
  inFlight: () => number;
  /** For tries that are not one request each. */
  requests: Requests;
  /** When `room` can grow by time alone; undefined when it cannot. */
  wakeAt: (now: number) => number | undefined;
  remembered: () => Remembered;
  recall: (remembered: Remembered) => void;
}

/**
 * A governor for one endpoint as configured. `random` gives numbers in [0, 1).
 * @param sharers How many Gateways send to it now: its rate is theirs together.
 */
export function createGovernor(
  endpoint: Pick<Endpoint, "concurrency" | "rateLimits" | "disableAfterMs" | "batch">,
  random: () => number,
  sharers?: () => number,
): Governor {
  const { concurrency: max } = endpoint;
  const shared = endpoint.batch && boundsOf(endpoint.batch).maxEvents;
  const requests = createRequests({ limits: endpoint.rateLimits, sharers, shared });
  const window = createWindow(max);
  const breaker = createBreaker(random);
  const failing = createFailingTime(endpoint.disableAfterMs);
  const obstacle = createObstacle();
  let closure: Closure | undefined;
  let inFlight = 0;
  /** The receiver's own wish. */
  let wished = 0;
  let trouble = "";

  const slots = (now: number): number =>
    Math.max(0, Math.min(window.width(now) - inFlight, breaker.admits(now)));
  const notBefore = (): number => Math.max(wished, breaker.probeAt() ?? 0);

  const isSlow = (now: number): boolean => now < wished || window.width(now) < max;

  function stateNow(now: number): Standing["state"] {
    if (closure) return closure.kind;
    if (breaker.pauses() > 0) return "parked";
    if (obstacle.reason() !== undefined) return "blocked";
    return isSlow(now) ? "slowing" : "ok";
  }

  function failed(reason: string, now: number): void {
    trouble = reason;
    failing.failed(now);
    if (!failing.isTooLong(now)) return;
    const since = new Date(failing.since() ?? now).toISOString();
    closure ??= {
      kind: "disabled",
      reason: `nothing but failures since ${since}, the last: ${reason}`,
    };
  }

  /** What it says of the receiver. */
  function apply(effect: Effect, round: number, now: number): Sign {
    obstacle.note(effect, now);
    switch (effect.kind) {
      case "none":
        return "nothing";
      case "uncounted":
      case "blocked":
        return "unproven";
      case "healthy":
        failing.arrived();
        window.borne();
        return "answered";
      case "refused":
        failed(effect.reason, now);
        return "answered";
      case "failed":
        failed(effect.reason, now);
        return "failed";
      case "overloaded":
        failed(effect.reason, now);
        window.overloaded(round, now);
        wished = Math.max(wished, effect.notBefore ?? 0);
        return "failed";
      case "disable":
        closure = { kind: "disabled", reason: effect.reason };
        return "answered";
      case "hold":
        closure ??= { kind: "held", reason: effect.reason };
        return "nothing";
    }
  }

  return {
    room(now) {
      if (closure || now < notBefore()) return 0;
      return requests.room(now, slots(now));
    },
    started(now) {
      inFlight += 1;
      requests.started(now);
      const round = window.round();
      const signal = breaker.started();
      return (effect, endedAt) => {
        inFlight -= 1;
        const pausesBefore = breaker.pauses();
        signal(apply(effect, round, endedAt), endedAt);
        // Whether it parks or goes on after a probe: it begins with one at a time.
        if (breaker.pauses() !== pausesBefore) window.narrow(endedAt);
      };
    },
    close(next) {
      closure = next;
    },
    open() {
      closure = undefined;
      wished = 0;
      window.widen();
      breaker.close();
      failing.arrived();
      obstacle.forget();
    },
    closure: () => closure,
    standing(now) {
      const state = stateNow(now);
      const standing: Standing = { state, concurrency: { now: 0, max } };
      const since = failing.since();
      if (since !== undefined) standing.failingSince = since;
      if (closure) return { ...standing, reason: closure.reason };
      standing.concurrency.now = state === "parked" ? 1 : window.width(now);
      if (state !== "ok") standing.reason = (state === "blocked" && obstacle.reason()) || trouble;
      if (now < notBefore()) standing.notBefore = notBefore();
      return standing;
    },
    atEase: (now) => !closure && breaker.pauses() === 0 && !isSlow(now),
    isParked: () => breaker.pauses() > 0,
    course() {
      if (breaker.pauses() > 0 || failing.isFailing() || obstacle.isLasting()) {
        return "failing";
      }
      return (failing.since() ?? obstacle.reason()) === undefined ? "well" : "unclear";
    },
    inFlight: () => inFlight,
    requests,
    wakeAt(now) {
      if (closure) return undefined;
      if (now < notBefore()) return notBefore();
      return slots(now) > 0 ? requests.roomAt(now) : undefined;
    },
    remembered() {
      const since = failing.since();
      return {
        ...(closure && { closure }),
        ...(notBefore() > 0 && { notBefore: notBefore() }),
        ...(breaker.pauses() > 0 && { pauses: breaker.pauses() }),
        ...(failing.isFailing() && { failingSince: since }),
      };
    },
    recall(remembered) {
      const { notBefore: at = 0, pauses = 0, failingSince } = remembered;
      if (pauses > 0) breaker.recall(pauses, at);
      else wished = at;
      if (failingSince !== undefined) failing.recall(failingSince);
      trouble = "it failed before the restart";
      if (remembered.closure) closure = remembered.closure;
    },
  };
}
