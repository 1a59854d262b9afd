// Tells connected clients that something changed, not what: they ask again for what they show.
import type { OpenClawPluginServiceContext } from "openclaw/plugin-sdk/plugin-entry";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { Clock } from "../../engine/clock.ts";

export type Broadcast = NonNullable<OpenClawPluginServiceContext["gatewayEvents"]>["emit"];

/** Commits, counted since the notice before, and the names of endpoints that were opened or closed. */
export interface Changed {
  captured: number;
  delivered: number;
  failed: number;
  dead: number;
  endpoints: string[];
}

const AT_MOST_EVERY_MS = 250;

/** As `plugin.event-webhooks.changed`, to clients that may read. Ends with the returned function. */
export function tellChanges(
  { signals }: Pick<EngineClient, "signals">,
  broadcast: Broadcast,
  clock: Pick<Clock, "after">,
): () => void {
  let sum: Changed | undefined;
  let cancel = (): void => undefined;
  let ended = false;

  function gather(): Changed {
    if (sum) return sum;
    cancel = clock.after(AT_MOST_EVERY_MS, () => {
      // The host takes the broadcast back when the service stops, and the last commits come after that.
      if (sum && !ended) broadcast("changed", { ...sum }, { scope: "operator.read" });
      sum = undefined;
    });
    sum = { captured: 0, delivered: 0, failed: 0, dead: 0, endpoints: [] };
    return sum;
  }

  signals.on("settled", ({ captured, delivered, failed, dead }) => {
    const changed = gather();
    changed.captured += captured;
    changed.delivered += delivered;
    changed.failed += failed;
    changed.dead += dead;
  });
  signals.on("endpoint", ({ endpoint }) => {
    const { endpoints } = gather();
    if (!endpoints.includes(endpoint)) endpoints.push(endpoint);
  });
  return () => {
    ended = true;
    cancel();
  };
}
