// What the log answers while the engine runs: a delivery whose endpoint holds it back is shown with the time at
// which it may really go.
import type { Clock } from "../clock.ts";
import { createExplain, type Explain, type ExplainPorts } from "./explain.ts";
import type { Delivery } from "../record.ts";
import type { Store } from "../store/store.ts";

type Questions = "list" | "search" | "show" | "findEvent" | "stats" | "figures";

export interface LogAnswers extends Pick<Store, Questions> {
  explain: Explain;
}

export interface LogAnswerPorts extends ExplainPorts {
  store: Pick<Store, Questions>;
  clock: Clock;
}

export function createLogAnswers(ports: LogAnswerPorts): LogAnswers {
  const { store, clock, outlets } = ports;
  const asItWillGo = (delivery: Delivery): Delivery => {
    const { nextAttemptAt: due, ...rest } = delivery;
    const standing = outlets.get(delivery.endpoint)?.governor.standing(clock.now());
    if (due === undefined || !standing || isClosed(standing.state)) return rest;
    return { ...rest, nextAttemptAt: Math.max(due, standing.notBefore ?? 0) };
  };
  const answers: Omit<LogAnswers, "explain"> = {
    list: async (filter) => (await store.list(filter)).map(asItWillGo),
    async search(filter) {
      const found = await store.search(filter);
      return { ...found, deliveries: found.deliveries.map(asItWillGo) };
    },
    async show(deliveryId) {
      const shown = await store.show(deliveryId);
      return shown && { ...shown, delivery: asItWillGo(shown.delivery) };
    },
    findEvent: (eventId) => store.findEvent(eventId),
    stats: () => store.stats(),
    figures: (query) => store.figures(query),
  };
  return { ...answers, explain: createExplain({ ...ports, store: answers }) };
}

const isClosed = (state: string): boolean => ["held", "paused", "disabled"].includes(state);
