// Says in the log what was recorded for an endpoint and is not sent, because its settings, as they are now, leave it
// out: those that come together in one line.
import type { Clock } from "../clock.ts";
import { createAlarm } from "../dispatch/alarm.ts";
import type { Signals } from "../signals.ts";

export interface LeftOut {
  /** `eventId`: `evt_…`. */
  add: (endpoint: string, eventId: string) => void;
  stop: () => void;
}

const GATHER_MS = 1000;

export function createLeftOut({ clock, signals }: { clock: Clock; signals: Signals }): LeftOut {
  const gathered = new Map<string, { count: number; newest: string }>();
  const say = (): void => {
    for (const [endpoint, found] of gathered) {
      signals.emit("notice", { level: "info", message: sentence(endpoint, found) });
    }
    gathered.clear();
  };
  const alarm = createAlarm(clock, say);
  return {
    add(endpoint, newest) {
      const { count = 0 } = gathered.get(endpoint) ?? {};
      gathered.set(endpoint, { count: count + 1, newest });
      alarm.wishFor(clock.now() + GATHER_MS);
    },
    stop() {
      alarm.cancel();
      say();
    },
  };
}

function sentence(endpoint: string, { count, newest }: { count: number; newest: string }): string {
  const events = count === 1 ? "1 event" : `${count} events`;
  return `endpoint "${endpoint}": ${events} recorded before its events and filter changed ${count === 1 ? "is" : "are"} not sent, because they leave ${count === 1 ? "it" : "them"} out; \`openclaw webhook explain ${newest}\` tells why`;
}
