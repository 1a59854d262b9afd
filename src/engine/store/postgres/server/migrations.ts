// The tables, step by step. Forward only: a step that was released is never edited, a new one is added.
import type { Connection } from "./connection.ts";
import { StoreError } from "../../store.ts";

/**
 * Times are ms since the epoch by the server's clock (`now_ms`), whatever the clock of a Gateway says.
 *
 * - `wake_at` is when somebody must look again: when an active delivery is due, or when the lease of it ends; null once
 *   it is settled. `leased_by` is the Gateway that works on it. The same of requests and their runs.
 * - `instances` is who shares the log, with the last sign of life; `gone` once what it had was taken from it.
 * - `turn` is 0 for a delivery that may go, 1 while an older unsettled one of its lane stands before it, 2 for a replay.
 * - Counts and figures are kept for each Gateway by itself, so that no two of them wait for one row.
 * - `names` is what repeats are known by, as SHA-256.
 *
 * Indexes of what is active are partial: what a claim costs does not grow with the log.
 */
const migrations: readonly string[] = [
  `
  CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

  CREATE TABLE instances (
    name text PRIMARY KEY, session text NOT NULL, version text NOT NULL, started_at bigint NOT NULL,
    seen_at bigint NOT NULL, gone boolean NOT NULL DEFAULT false
  );

  CREATE TABLE events (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, type text NOT NULL,
    at double precision NOT NULL, unheard boolean NOT NULL, instance text NOT NULL, agent_id text, channel text,
    user_id text, session_key text, traceparent text, hops integer, json text NOT NULL
  );
  CREATE INDEX events_unheard ON events (at) WHERE unheard;

  CREATE TABLE deliveries (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE,
    event_seq bigint NOT NULL REFERENCES events, endpoint text NOT NULL, type text NOT NULL, status smallint NOT NULL,
    attempts integer NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, due_at bigint, wake_at bigint,
    leased_by text, turn smallint NOT NULL, lane text, instance text NOT NULL,
    at double precision, http_status integer, error_class text, dns_ms double precision, connect_ms double precision,
    tls_ms double precision, first_byte_ms double precision, total_ms double precision, address text, error text,
    response text
  );
  CREATE INDEX deliveries_of_event ON deliveries (event_seq);
  CREATE INDEX deliveries_listed ON deliveries (endpoint, status, created_at, seq);
  CREATE INDEX deliveries_by_time ON deliveries (created_at, seq);
  CREATE INDEX deliveries_waiting ON deliveries (endpoint, turn, wake_at, seq) WHERE wake_at IS NOT NULL;
  CREATE INDEX deliveries_leased ON deliveries (leased_by) WHERE leased_by IS NOT NULL;
  CREATE INDEX deliveries_settled ON deliveries (status, updated_at, seq) WHERE wake_at IS NULL;
  CREATE INDEX deliveries_lane ON deliveries (endpoint, lane, seq) WHERE lane IS NOT NULL AND wake_at IS NOT NULL;

  CREATE TABLE attempts (
    delivery_seq bigint NOT NULL, number integer NOT NULL,
    at double precision, http_status integer, error_class text, dns_ms double precision, connect_ms double precision,
    tls_ms double precision, first_byte_ms double precision, total_ms double precision, address text, error text,
    response text, PRIMARY KEY (delivery_seq, number)
  );

  CREATE TABLE endpoints (
    name text PRIMARY KEY, disabled_reason text, paused_reason text, not_before double precision, pauses integer,
    failing_since double precision, url_hash text
  );
  CREATE TABLE counts (
    instance text NOT NULL, endpoint text NOT NULL, pending bigint NOT NULL DEFAULT 0, failed bigint NOT NULL DEFAULT 0,
    delivered bigint NOT NULL DEFAULT 0, dead bigint NOT NULL DEFAULT 0, PRIMARY KEY (endpoint, instance)
  ) WITH (fillfactor = 50);
  CREATE TABLE event_counts (instance text PRIMARY KEY, events bigint NOT NULL, bytes bigint NOT NULL) WITH (fillfactor = 50);
  CREATE TABLE figures (
    width integer NOT NULL, at bigint NOT NULL, endpoint text NOT NULL, instance text NOT NULL,
    delivered bigint NOT NULL, failed bigint NOT NULL, dead bigint NOT NULL, latencies bytea NOT NULL,
    PRIMARY KEY (width, at, endpoint, instance)
  ) WITH (fillfactor = 50);

  CREATE TABLE requests (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, route text NOT NULL,
    status smallint NOT NULL, received_at bigint NOT NULL, updated_at bigint NOT NULL, wake_at bigint, leased_by text,
    started boolean NOT NULL DEFAULT false, group_of text, members integer NOT NULL, open_key bytea,
    method text NOT NULL, peer text NOT NULL, http_status integer NOT NULL, duplicate_of text, replay_of text,
    verdicts text NOT NULL, run_id text, duration_ms double precision, error text, reply text, refused smallint,
    kept_bytes integer, instance text NOT NULL, agent_id text, session_key text, headers text NOT NULL,
    query text NOT NULL, names text NOT NULL, job text, body_encoding text, body_bytes bigint, body bytea
  );
  CREATE INDEX requests_waking ON requests (wake_at, seq) WHERE wake_at IS NOT NULL;
  CREATE INDEX requests_waiting ON requests (route) WHERE status = 4;
  CREATE INDEX requests_leased ON requests (leased_by) WHERE leased_by IS NOT NULL;
  CREATE INDEX requests_by_time ON requests (received_at, seq);
  CREATE INDEX requests_listed ON requests (route, status, received_at, seq);
  CREATE INDEX requests_ended ON requests (status, updated_at, seq) WHERE wake_at IS NULL;
  CREATE INDEX requests_group ON requests (group_of, seq) WHERE group_of IS NOT NULL;
  CREATE UNIQUE INDEX requests_open ON requests (route, open_key) WHERE open_key IS NOT NULL;
  CREATE INDEX requests_refused ON requests (refused, seq) WHERE refused IS NOT NULL;

  CREATE TABLE names (
    route text NOT NULL, name bytea NOT NULL, request_id text NOT NULL, ended_as smallint, expires_at bigint NOT NULL,
    PRIMARY KEY (route, name)
  );
  CREATE INDEX names_expiry ON names (expires_at);
  CREATE TABLE refused_bytes (refused smallint PRIMARY KEY, bytes bigint NOT NULL) WITH (fillfactor = 50);
  INSERT INTO refused_bytes VALUES (0, 0), (1, 0);
  CREATE TABLE session_limits (session_key text PRIMARY KEY, tools text NOT NULL, noted_at bigint NOT NULL);
  CREATE INDEX session_limits_age ON session_limits (noted_at);
  `,
];

/** The format this code writes; kept in the table `format` of our schema. */
export const formatVersion = migrations.length;

/** Of all databases of a server: whoever migrates holds it. */
const LOCK = 0x6f_63_77_68;

/**
 * Makes the schema where it may and is not there, and brings it to this format. One Gateway does it, the others wait.
 * @throws StoreError "newer-version" for a schema that this code does not understand.
 */
export async function migrate({ transaction }: Connection, schema: string): Promise<void> {
  await transaction(async (ask) => {
    await ask("SELECT pg_advisory_xact_lock($1, hashtext($2))", [LOCK, schema]);
    const there = await ask("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]);
    if (there.length === 0) await ask(`CREATE SCHEMA ${schema}`);
    await ask("CREATE TABLE IF NOT EXISTS format (version integer NOT NULL)");
    const [row] = await ask("SELECT version FROM format");
    const found = Number(row?.["version"] ?? 0);
    if (found > formatVersion) throw newer(schema, found);
    for (const step of migrations.slice(found)) await ask(step);
    if (found === formatVersion) return;
    await ask("DELETE FROM format");
    await ask("INSERT INTO format VALUES ($1)", [formatVersion]);
  });
}

function newer(schema: string, found: number): StoreError {
  return new StoreError(
    "newer-version",
    `the schema ${schema} has format ${found}, and this version of the plugin reads formats up to ${formatVersion}. ` +
      "Install the plugin version that the other Gateways have, or set store.schema to another name.",
  );
}
