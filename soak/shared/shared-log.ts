// What the log that Gateways share says of each of them, read past all of them.
import { setTimeout } from "node:timers/promises";
import { systemClock } from "../../src/engine/clock.ts";
import type { Delivery } from "../../src/engine/record.ts";
import { postgresStore } from "../../src/engine/store/postgres/postgres-store.ts";
import { connect } from "../../src/engine/store/postgres/server/connection.ts";
import type { InHand } from "../ledger.ts";

export interface SharedLog {
  /** What a killed Gateway had taken and not settled, once the server knows that it is gone. */
  inHandsOf: (instance: string) => Promise<InHand[]>;
  /** Deliveries that were made by this Gateway, or by all, and are not settled. */
  unsettled: (instance?: string) => Promise<number>;
  all: () => Promise<Delivery[]>;
  close: () => Promise<void>;
}

const LOOK_MS = 50;

export function openSharedLog(url: string, schema: string): SharedLog {
  const connection = connect({ url, schema, applicationName: "soak" });
  const { ask } = connection;
  const store = postgresStore({ connection, clock: systemClock, instance: "soak" });

  async function disconnected(instance: string): Promise<void> {
    for (;;) {
      const rows = await ask("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", [
        `openclaw-event-webhooks ${instance}`,
      ]);
      if (rows.length === 0) return;
      await setTimeout(LOOK_MS);
    }
  }

  return {
    async inHandsOf(instance) {
      await disconnected(instance);
      const rows = await ask(
        `SELECT d.endpoint, e.id FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.leased_by = $1`,
        [instance],
      );
      return rows.map(({ endpoint, id }) => ({ endpoint: String(endpoint), eventId: String(id) }));
    },
    async unsettled(instance) {
      const [row] = await ask(
        `SELECT count(*) AS count FROM deliveries WHERE wake_at IS NOT NULL AND ($1::text IS NULL OR instance = $1)`,
        [instance ?? null],
      );
      return Number(row?.["count"]);
    },
    all: () => store.list({ limit: 100_000_000 }),
    close: connection.close,
  };
}
