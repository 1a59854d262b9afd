// Median time of a claim of 100 with so many pending deliveries on a PostgreSQL.
import { systemClock } from "../../src/engine/clock.ts";
import { deliveryId, endpointMark } from "../../src/engine/ids.ts";
import { postgresStore } from "../../src/engine/store/postgres/postgres-store.ts";
import { connect } from "../../src/engine/store/postgres/server/connection.ts";
import { migrate } from "../../src/engine/store/postgres/server/migrations.ts";
import { eventRecord } from "../load.ts";
import { report } from "../report.ts";

const PER_COMMIT = 500;
const WARMUP = 10;
const CLAIMS = 50;

const [database = "", pending = "0"] = process.argv.slice(2);
const connection = connect({ url: database, schema: "bench", applicationName: "bench" });
await migrate(connection, "bench");
const store = postgresStore({ connection, clock: systemClock, instance: "bench" });
const { low, high } = endpointMark("bench");

for (let made = 0; made < Number(pending); made += PER_COMMIT) {
  const now = Date.now();
  const events = Array.from({ length: PER_COMMIT }, () => eventRecord(now));
  const deliveries = events.map(({ id: eventId }) => ({
    id: deliveryId(eventId, { low, high }),
    eventId,
    endpoint: "bench",
  }));
  await store.commit({ now, events, deliveries, settlements: [] });
}
// As after some minutes of its own housekeeping.
await connection.ask("ANALYZE deliveries, events");

const times: number[] = [];
for (let claim = 0; claim < WARMUP + CLAIMS; claim += 1) {
  const query = { endpoint: "bench", now: Date.now(), limit: 100, leaseMs: 1, inOrder: false };
  const startedAt = performance.now();
  await store.claim(query);
  times.push(performance.now() - startedAt);
}
const sorted = times.slice(WARMUP).toSorted((one, other) => one - other);
report({ claimMs: sorted[CLAIMS / 2] ?? NaN });
await store.close();
