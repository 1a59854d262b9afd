// The books of the receiver's side: what was promised, what came, and which repeats a kill excuses.
// Knows nothing of processes and sockets.
import type { Delivery } from "../src/engine/record.ts";
import { broken } from "./verdict.ts";

/** The body of a soak event. */
export interface SoakData {
  session: string;
  /** Rises within a session. */
  sequence: number;
}

/** One event for one endpoint. */
export type InHand = Pick<Delivery, "endpoint" | "eventId">;

export interface Ledger {
  /** The engine said that this event is durable. */
  acknowledged: (eventId: string) => void;
  /** An attempt came in. */
  requested: (endpoint: string, data: SoakData) => void;
  /** It was answered with 2xx, as far as the receiver is concerned. */
  taken: (endpoint: string, eventId: string) => void;
  /** The sender was killed, and the log holds these as unsettled: the taken ones may come once more. */
  killed: (unsettled: readonly InHand[]) => void;
  /** Everything is settled: compares with the log. */
  close: (log: readonly Delivery[]) => { figures: Record<string, number>; violations: string[] };
}

const keyOf = (endpoint: string, eventId: string): string => `${endpoint}:${eventId}`;

/** `ordered`: the endpoints that promised the order of each session. */
export function createLedger(endpoints: readonly string[], ordered: readonly string[]): Ledger {
  const promised = new Set<string>();
  const takes = new Map<string, number>();
  const excused = new Map<string, number>();
  const latest = new Map<string, number>();
  const outOfOrder: string[] = [];
  let attempts = 0;

  const count = (map: Map<string, number>, key: string): void =>
    void map.set(key, (map.get(key) ?? 0) + 1);

  return {
    acknowledged: (eventId) => void promised.add(eventId),
    requested(endpoint, { session, sequence }) {
      attempts += 1;
      if (!ordered.includes(endpoint)) return;
      const lane = keyOf(endpoint, session);
      const before = latest.get(lane) ?? -1;
      if (sequence < before) outOfOrder.push(`${session} ${sequence} after ${before}`);
      latest.set(lane, Math.max(before, sequence));
    },
    taken: (endpoint, eventId) => count(takes, keyOf(endpoint, eventId)),
    killed(unsettled) {
      for (const { endpoint, eventId } of unsettled) {
        if (takes.has(keyOf(endpoint, eventId))) count(excused, keyOf(endpoint, eventId));
      }
    },
    close(log) {
      const rows = new Map(log.map((row) => [keyOf(row.endpoint, row.eventId), row]));
      const due = [...promised].flatMap((id) => endpoints.map((endpoint) => keyOf(endpoint, id)));
      const lost = due.filter((key) => {
        const row = rows.get(key);
        return row === undefined || (row.status === "delivered" && !takes.has(key));
      });
      const unsettled = log.filter(({ status }) => status !== "delivered" && status !== "dead");
      const unexplained = log.filter(({ status, error }) => status === "dead" && !error);
      const repeats = [...takes].filter(([, times]) => times > 1);
      const unexcused = repeats.filter(([key, times]) => times > 1 + (excused.get(key) ?? 0));
      const unknown = [...takes.keys()].filter((key) => !rows.has(key));
      return {
        figures: {
          acknowledged: promised.size,
          deliveries: log.length,
          dead: log.filter(({ status }) => status === "dead").length,
          attempts,
          lost: lost.length,
          repeated: repeats.reduce((sum, [, times]) => sum + times - 1, 0),
          "in doubt at kills": [...excused.values()].reduce((sum, times) => sum + times, 0),
        },
        violations: [
          ...broken("acknowledged and lost", lost),
          ...broken(
            "never settled",
            unsettled.map(({ id }) => id),
          ),
          ...broken(
            "dead without a reason",
            unexplained.map(({ id }) => id),
          ),
          ...broken(
            "sent again without need",
            unexcused.map(([key]) => key),
          ),
          ...broken("sent and not in the log", unknown),
          ...broken("out of order", outOfOrder),
        ],
      };
    },
  };
}
