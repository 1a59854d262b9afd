// The tables, step by step. Forward only: a step that was released is never edited, a new one is added.

/**
 * An event is committed with its plan, who gets it at once (`plan`, see `../plan/`). A delivery that arrives then
 * has one row, written once, in its last state; `totals.placed` says up to which event all deliveries have one.
 * It carries its last attempt; when another one comes, the one before moves to `attempts`.
 *
 * - `seq` grows with creation and holds the creation time (see `sequence.ts`).
 * - `due_at` is null once settled; `lease_until` is set while an engine works on it; `wake_at` is
 *   the earlier time at which anybody must look again.
 * - `turn` (`blocked` in the first step) is 0 for a delivery that may go, 1 while an older unsettled
 *   one of the same lane stands before it, 2 for a replay: it goes when nothing else is due.
 * - `unheard` is 1 for an event that has no delivery.
 *
 * Every index is paid on each write, so each one answers a question of the port:
 * `_of_event` list by event and prune; `_listed` every other list filter, as ranges; `_waiting`
 * claim and due times; `_settled` prune; `_lane` who is next in a lane; `_feed` what comes next in a feed.
 *
 * Inbound requests are two rows each: `requests` changes with every step of a run, `request_contents`
 * is written once, so that a large body is never written again.
 *
 * - `wake_at` is when a waiting request is due and when the lease of a running one ends; null = ended.
 * - `started` is 1 once a run may have begun.
 * - Requests that were coalesced share a `group_seq`, the first one's `seq`; the newest is their head,
 *   all others are merged. `members` counts them; `open_key` is set while another may still join.
 * - `refused` is 0 for a request that was turned away unproven, 1 after a proof; `kept_bytes` is what such a one
 *   takes, and `refused_bytes` the sum of each kind.
 * - `request_names` is what repeats are known by; `ended_as` outlives the request itself.
 *
 * - `session_limits` is what the runs of a session may use (tools as JSON, `{}` = all), of the last one that began.
 *
 * `turn` 3, and 4 for a replay, is read by its receiver and never claimed; `feeds` keeps how far, and the last `seq`
 * that is gone.
 *
 * `figures` outlive the deliveries they count: from `at` on for `width` ms, 0 = all times (see `figures/`).
 *
 * `requests_waking` claim and next due; `_listed` and `_by_status` the list filters; `_ended` prune;
 * `_group` what was merged, and into what; `_open` coalesce; `_refused` the oldest refused ones.
 */
export const steps: readonly string[] = [
  `
  CREATE TABLE endpoints (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, disabled_reason TEXT, paused_until REAL,
    url_hash TEXT
  ) STRICT;
  CREATE TABLE event_types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type_id INTEGER NOT NULL, at REAL NOT NULL,
    unheard INTEGER NOT NULL, agent_id TEXT, channel TEXT, user_id TEXT, session_key TEXT,
    traceparent TEXT, hops INTEGER, json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_unheard ON events (at) WHERE unheard = 1;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event_seq INTEGER NOT NULL,
    endpoint_id INTEGER NOT NULL, type_id INTEGER NOT NULL, status INTEGER NOT NULL,
    attempts INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    due_at INTEGER, lease_until INTEGER, blocked INTEGER NOT NULL, lane TEXT,
    wake_at INTEGER AS (ifnull(lease_until, due_at)) VIRTUAL,
    at REAL, http_status INTEGER, error_class TEXT, dns_ms REAL, connect_ms REAL, tls_ms REAL,
    first_byte_ms REAL, total_ms REAL, address TEXT, error TEXT, response TEXT
  ) STRICT;
  CREATE INDEX deliveries_of_event ON deliveries (event_seq);
  CREATE INDEX deliveries_listed ON deliveries (endpoint_id, status, type_id, seq);
  CREATE INDEX deliveries_waiting ON deliveries (endpoint_id, blocked, wake_at, lease_until)
    WHERE wake_at IS NOT NULL;
  CREATE INDEX deliveries_settled ON deliveries (status, updated_at) WHERE due_at IS NULL;
  CREATE INDEX deliveries_lane ON deliveries (endpoint_id, lane, seq)
    WHERE lane IS NOT NULL AND due_at IS NOT NULL;

  CREATE TABLE attempts (
    delivery_seq INTEGER NOT NULL, number INTEGER NOT NULL,
    at REAL, http_status INTEGER, error_class TEXT, dns_ms REAL, connect_ms REAL, tls_ms REAL,
    first_byte_ms REAL, total_ms REAL, address TEXT, error TEXT, response TEXT,
    PRIMARY KEY (delivery_seq, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE totals (
    id INTEGER PRIMARY KEY CHECK (id = 1), pending INTEGER NOT NULL, failed INTEGER NOT NULL,
    delivered INTEGER NOT NULL, dead INTEGER NOT NULL, events INTEGER NOT NULL
  ) STRICT;
  INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0);
  `,
  `
  CREATE TABLE requests (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, route TEXT NOT NULL, status INTEGER NOT NULL,
    received_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, wake_at INTEGER,
    started INTEGER NOT NULL, group_seq INTEGER, members INTEGER NOT NULL, open_key TEXT,
    method TEXT NOT NULL, peer TEXT NOT NULL, http_status INTEGER NOT NULL, duplicate_of TEXT,
    verdicts TEXT NOT NULL, run_id TEXT, duration_ms REAL, error TEXT, reply TEXT
  ) STRICT;
  CREATE INDEX requests_waking ON requests (wake_at) WHERE wake_at IS NOT NULL;
  CREATE INDEX requests_listed ON requests (route, status);
  CREATE INDEX requests_by_status ON requests (status);
  CREATE INDEX requests_ended ON requests (status, updated_at) WHERE wake_at IS NULL;
  CREATE INDEX requests_group ON requests (group_seq) WHERE group_seq IS NOT NULL;
  CREATE UNIQUE INDEX requests_open ON requests (route, open_key) WHERE open_key IS NOT NULL;

  CREATE TABLE request_contents (
    seq INTEGER PRIMARY KEY, headers TEXT NOT NULL, query TEXT NOT NULL, names TEXT NOT NULL,
    job TEXT, body_encoding TEXT, body_bytes INTEGER, body TEXT
  ) STRICT;

  CREATE TABLE request_names (
    route TEXT NOT NULL, name TEXT NOT NULL, request_id TEXT NOT NULL, ended_as INTEGER,
    expires_at INTEGER NOT NULL, PRIMARY KEY (route, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX request_names_expiry ON request_names (expires_at);

  CREATE TABLE waiting_lines (
    route TEXT PRIMARY KEY, waiting INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE request_totals (
    id INTEGER PRIMARY KEY CHECK (id = 1), ended INTEGER NOT NULL
  ) STRICT;
  INSERT INTO request_totals VALUES (1, 0);
  `,
  `
  ALTER TABLE deliveries RENAME COLUMN blocked TO turn;
  ALTER TABLE requests ADD COLUMN replay_of TEXT;
  `,
  `
  ALTER TABLE endpoints ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE endpoints ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE endpoints ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE endpoints ADD COLUMN dead INTEGER NOT NULL DEFAULT 0;
  UPDATE endpoints SET
    pending = (SELECT count(*) FROM deliveries WHERE endpoint_id = endpoints.id AND status = 0),
    failed = (SELECT count(*) FROM deliveries WHERE endpoint_id = endpoints.id AND status = 1),
    delivered = (SELECT count(*) FROM deliveries WHERE endpoint_id = endpoints.id AND status = 2),
    dead = (SELECT count(*) FROM deliveries WHERE endpoint_id = endpoints.id AND status = 3);
  ALTER TABLE totals DROP COLUMN pending;
  ALTER TABLE totals DROP COLUMN failed;
  ALTER TABLE totals DROP COLUMN delivered;
  ALTER TABLE totals DROP COLUMN dead;

  CREATE TABLE figures (
    width INTEGER NOT NULL, at INTEGER NOT NULL, endpoint_id INTEGER NOT NULL,
    delivered INTEGER NOT NULL, failed INTEGER NOT NULL, dead INTEGER NOT NULL,
    latencies BLOB NOT NULL, PRIMARY KEY (width, at, endpoint_id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE endpoints RENAME COLUMN paused_until TO not_before;
  ALTER TABLE endpoints ADD COLUMN paused_reason TEXT;
  ALTER TABLE endpoints ADD COLUMN pauses INTEGER;
  ALTER TABLE endpoints ADD COLUMN failing_since REAL;
  `,
  `
  ALTER TABLE requests ADD COLUMN refused INTEGER;
  ALTER TABLE requests ADD COLUMN kept_bytes INTEGER;
  CREATE INDEX requests_refused ON requests (refused, seq) WHERE refused IS NOT NULL;
  CREATE TABLE refused_bytes (refused INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT;
  UPDATE requests SET refused = 0, kept_bytes = 400 + (SELECT octet_length(headers) + octet_length(query)
    + ifnull(octet_length(body), 0) FROM request_contents WHERE seq = requests.seq) WHERE status = 0;
  INSERT INTO refused_bytes SELECT 0, ifnull(sum(kept_bytes), 0) FROM requests WHERE refused = 0;
  INSERT INTO refused_bytes VALUES (1, 0);
  `,
  `
  CREATE TABLE session_limits (
    session_key TEXT PRIMARY KEY, tools TEXT NOT NULL, noted_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX session_limits_age ON session_limits (noted_at);
  `,
  `
  CREATE TABLE feeds (endpoint_id INTEGER PRIMARY KEY, acknowledged INTEGER NOT NULL, lost INTEGER NOT NULL) STRICT;
  CREATE INDEX deliveries_feed ON deliveries (endpoint_id, seq) WHERE turn >= 3;
  `,
  `
  CREATE TABLE brought_secrets (
    route TEXT PRIMARY KEY, sealed TEXT NOT NULL, request_id TEXT NOT NULL, brought_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE events ADD COLUMN plan TEXT;
  ALTER TABLE totals ADD COLUMN placed INTEGER NOT NULL DEFAULT 0;
  UPDATE totals SET placed = (SELECT ifnull(max(seq), 0) FROM events);
  `,
];
