// What the log holds and takes, and what endpoints are remembered by. Times are the server's, but where said.
import type { LogSpace } from "../../bounds.ts";
import type { Backlog, StoreStats } from "../../stats.ts";
import type { EndpointState } from "../../store.ts";
import { statusCode } from "../../rows/deliveries.ts";
import type { Ask } from "../server/connection.ts";
import { readCounts, readEndpointCounts } from "./counts.ts";
import { oldestActive } from "./figures.ts";
import { optional, present, text } from "./rows.ts";
import { toColumnOrNull } from "../server/text.ts";

/** What a delivery takes beside its event, with its places in the indexes: bytes, about. */
const DELIVERY_BYTES = 600;

export async function readStats(ask: Ask): Promise<StoreStats> {
  const endpoints = await readEndpointCounts(ask);
  const oldestActiveAt = await oldestActive(ask, [...endpoints.keys()]);
  return { ...(await readCounts(ask)), ...(oldestActiveAt !== undefined && { oldestActiveAt }) };
}

/** `usedBytes` counts what is kept: the server gives room back to itself, later, by its own vacuum. */
export async function readSpace(ask: Ask): Promise<LogSpace> {
  const [row] = await ask(
    `SELECT (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r') AS bytes,
       (SELECT coalesce(sum(bytes), 0)::bigint FROM event_counts) AS events,
       (SELECT coalesce(sum(pending + failed + delivered + dead), 0)::bigint FROM counts) AS deliveries,
       (SELECT min(updated_at) FROM deliveries WHERE status = ${statusCode("delivered")} AND wake_at IS NULL) AS oldest`,
  );
  return {
    bytes: Number(row?.["bytes"]),
    usedBytes: Number(row?.["events"]) + Number(row?.["deliveries"]) * DELIVERY_BYTES,
    ...optional("oldestDeliveredAt", row?.["oldest"]),
  };
}

export async function readBacklog(ask: Ask, except: readonly string[]): Promise<Backlog[]> {
  const rows = await ask(
    `SELECT endpoint, count(*) AS waiting, min(created_at) AS oldest FROM deliveries
     WHERE wake_at IS NOT NULL AND endpoint <> ALL($1::text[]) GROUP BY endpoint ORDER BY endpoint`,
    [except],
  );
  return rows.map((row) => ({
    endpoint: String(row["endpoint"]),
    waiting: Number(row["waiting"]),
    oldestAt: Number(row["oldest"]),
  }));
}

/** `shift`: what the server's clock is ahead of ours; the times are given by ours. */
export async function readStates(ask: Ask, shift: number): Promise<EndpointState[]> {
  const rows = await ask(
    `SELECT name, disabled_reason, paused_reason, not_before - $1::double precision AS not_before, pauses,
       failing_since - $1::double precision AS failing_since, url_hash FROM endpoints
     WHERE disabled_reason IS NOT NULL OR paused_reason IS NOT NULL OR not_before IS NOT NULL
       OR failing_since IS NOT NULL ORDER BY name`,
    [shift],
  );
  return rows.map((row) => ({
    name: String(row["name"]),
    ...text("disabledReason", row["disabled_reason"]),
    ...text("pausedReason", row["paused_reason"]),
    ...optional("notBefore", row["not_before"]),
    ...optional("pauses", row["pauses"]),
    ...optional("failingSince", row["failing_since"]),
    ...present<"urlHash", string>("urlHash", row["url_hash"]),
  }));
}

export async function saveState(ask: Ask, state: EndpointState, shift: number): Promise<void> {
  const shifted = (at: number | undefined): number | null => (at === undefined ? null : at + shift);
  await ask(
    `INSERT INTO endpoints VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO UPDATE SET
       disabled_reason = excluded.disabled_reason, paused_reason = excluded.paused_reason,
       not_before = excluded.not_before, pauses = excluded.pauses, failing_since = excluded.failing_since,
       url_hash = excluded.url_hash`,
    [
      state.name,
      toColumnOrNull(state.disabledReason),
      toColumnOrNull(state.pausedReason),
      shifted(state.notBefore),
      state.pauses ?? null,
      shifted(state.failingSince),
      state.urlHash ?? null,
    ],
  );
}
