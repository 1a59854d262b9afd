// What the log answers while the engine runs: a delivery whose endpoint holds it back is shown with the time at
// which it may really go.
import { createExplain, type Explain, type ExplainPorts } from "./explain.ts";
import type { Standing } from "../pace/standing.ts";
import type { Delivery } from "../record.ts";
import type { Store } from "../store/store.ts";

type Questions =
  | "list"
  | "search"
  | "show"
  | "findEvent"
  | "stats"
  | "figures"
  | "totals"
  | "space"
  | "backlog";

export interface LogAnswers extends Pick<Store, Questions> {
  explain: Explain;
}

export interface LogAnswerPorts extends ExplainPorts {
  store: Pick<Store, Questions>;
}

export function createLogAnswers(ports: LogAnswerPorts): LogAnswers {
  const { store, endpoints } = ports;
  const asTheyWillGo = (deliveries: readonly Delivery[]): Delivery[] => {
    const known = endpoints();
    return deliveries.map((delivery) => asItWillGo(delivery, known.get(delivery.endpoint)?.health));
  };
  const answers: Omit<LogAnswers, "explain"> = {
    list: async (filter) => asTheyWillGo(await store.list(filter)),
    async search(filter) {
      const found = await store.search(filter);
      return { ...found, deliveries: asTheyWillGo(found.deliveries) };
    },
    async show(deliveryId) {
      const shown = await store.show(deliveryId);
      if (!shown) return undefined;
      const { health } = endpoints().get(shown.delivery.endpoint) ?? {};
      return { ...shown, delivery: asItWillGo(shown.delivery, health) };
    },
    findEvent: (eventId) => store.findEvent(eventId),
    stats: () => store.stats(),
    figures: (query) => store.figures(query),
    totals: () => store.totals(),
    space: () => store.space(),
    backlog: (except) => store.backlog(except),
  };
  return { ...answers, explain: createExplain({ ...ports, store: answers }) };
}

const isClosed = (state: string): boolean => ["held", "paused", "disabled"].includes(state);

function asItWillGo(delivery: Delivery, standing: Standing | undefined): Delivery {
  const { nextAttemptAt: due, ...rest } = delivery;
  if (due === undefined || !standing || isClosed(standing.state)) return rest;
  return { ...rest, nextAttemptAt: Math.max(due, standing.notBefore ?? 0) };
}
