// New requests into their tables: what they touch is read, decided about, and written, in one transaction.
import type { Acceptance, NewRequest } from "../../../inbox/inbox.ts";
import { keptBytes } from "../../../inbox/kept-bytes.ts";
import { refusedCode } from "../../inbox/refused.ts";
import { requestStatusCode, requestStatusOf } from "../../inbox/rows.ts";
import type { Ask } from "../server/connection.ts";
import { textOf, toColumn } from "../server/text.ts";
import { decide, keyOf, type Arrivals, type Entry, type Known, type OpenHead } from "./arrivals.ts";
import { shrinkRefused } from "./refused.ts";
import { bodyColumns, digestOf } from "./rows.ts";

/** First half of the advisory locks of routes. */
const ROUTE_LOCK = 0x6f_63_77_69;
/** Bodies go as base64 in one value with their rows: more bytes make another statement. */
const MOST_BYTES_AT_ONCE = 8_000_000;

export interface Bounds {
  maxWaiting: number;
  maxRejectedBytes: number;
}

/** `requests` have the server's times already. Answers in their order. */
export async function acceptRequests(
  ask: Ask,
  requests: readonly NewRequest[],
  { maxWaiting, maxRejectedBytes }: Bounds,
  instance: string,
): Promise<Acceptance[]> {
  const all = requests.flatMap((request) => [request, ...(request.items ?? [])]);
  // One arrival after another for each route, whichever Gateway it came to: repeats, joins and the bound of the line
  // need no other rule.
  await lockRoutes(ask, all);
  const known = await readKnown(ask, all, maxWaiting);
  const arrivals = decide(requests, known, maxWaiting);
  await write(ask, arrivals, instance);
  await countRefused(ask, arrivals, maxRejectedBytes);
  return arrivals.acceptances;
}

async function lockRoutes(ask: Ask, requests: readonly NewRequest[]): Promise<void> {
  const routes = [...new Set(requests.map(({ route }) => route))].toSorted();
  await ask(
    "SELECT pg_advisory_xact_lock($1, hashtext(route)) FROM (SELECT unnest($2::text[]) AS route ORDER BY 1) asked",
    [ROUTE_LOCK, routes],
  );
}

async function readKnown(
  ask: Ask,
  requests: readonly NewRequest[],
  maxWaiting: number,
): Promise<Known> {
  const named = requests.flatMap(({ route, dedupeKeys }) =>
    dedupeKeys.map((name) => ({ route, name })),
  );
  const joining = requests.flatMap(({ route, coalesce }) =>
    coalesce === undefined ? [] : [{ route, name: coalesce.key }],
  );
  const lines = requests.filter(({ status }) => status === "waiting").map(({ route }) => route);
  return {
    answers: await readAnswers(ask, requests),
    names: await readNames(ask, named),
    heads: await readHeads(ask, joining),
    waiting: await readWaiting(ask, [...new Set(lines)], maxWaiting),
  };
}

async function readAnswers(ask: Ask, requests: readonly NewRequest[]): Promise<Known["answers"]> {
  const rows = await ask(
    `SELECT r.id, r.duplicate_of, first.status FROM requests r LEFT JOIN requests first ON first.id = r.duplicate_of
     WHERE r.id = ANY($1)`,
    [requests.map(({ id }) => id)],
  );
  return new Map(
    rows.map((row): [string, Acceptance] => {
      if (row["duplicate_of"] === null) return [String(row["id"]), { kind: "stored" }];
      // The first one has ended and was deleted since.
      const status = row["status"] === null ? "completed" : requestStatusOf(Number(row["status"]));
      return [String(row["id"]), { kind: "duplicate", of: textOf(row["duplicate_of"]), status }];
    }),
  );
}

interface Place {
  route: string;
  name: string;
}

async function readNames(ask: Ask, places: readonly Place[]): Promise<Known["names"]> {
  if (places.length === 0) return new Map();
  const rows = await ask(
    `SELECT asked.place, n.request_id, n.expires_at, coalesce(r.status, n.ended_as) AS status
     FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (route, name, place)
     JOIN names n ON n.route = asked.route AND n.name = asked.name LEFT JOIN requests r ON r.id = n.request_id`,
    [places.map(({ route }) => route), places.map(({ name }) => digestOf(name))],
  );
  return new Map(
    rows.map((row) => [
      placeOf(places, row["place"]),
      {
        of: String(row["request_id"]),
        status: requestStatusOf(Number(row["status"])),
        expiresAt: Number(row["expires_at"]),
      },
    ]),
  );
}

/** Locked: a claim that begins the run of one first leaves nothing to join. */
async function readHeads(ask: Ask, places: readonly Place[]): Promise<Known["heads"]> {
  if (places.length === 0) return new Map();
  const rows = await ask(
    `SELECT asked.place, head.id, head.group_of, head.members,
       (SELECT first.received_at FROM requests first WHERE first.id = head.group_of) AS first_at
     FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (route, key, place)
     JOIN requests head ON head.route = asked.route AND head.open_key = asked.key FOR UPDATE OF head`,
    [places.map(({ route }) => route), places.map(({ name }) => digestOf(name))],
  );
  return new Map(
    rows.map((row): [string, OpenHead] => [
      placeOf(places, row["place"]),
      {
        id: String(row["id"]),
        groupOf: String(row["group_of"]),
        members: Number(row["members"]),
        firstArrivalAt: Number(row["first_at"]),
      },
    ]),
  );
}

/** Counted up to where it no longer matters. */
async function readWaiting(
  ask: Ask,
  routes: readonly string[],
  maxWaiting: number,
): Promise<Known["waiting"]> {
  if (routes.length === 0) return new Map();
  const rows = await ask(
    `SELECT asked.route, (SELECT count(*) FROM (SELECT 1 FROM requests r WHERE r.route = asked.route
       AND r.status = ${requestStatusCode("waiting")} LIMIT $2) line) AS waiting FROM unnest($1::text[]) asked (route)`,
    [routes, Math.min(maxWaiting + 1000, 1_000_000)],
  );
  return new Map(rows.map((row) => [String(row["route"]), Number(row["waiting"])]));
}

function placeOf(places: readonly Place[], ordinal: unknown): string {
  const place = places[Number(ordinal) - 1];
  return place === undefined ? "" : keyOf(place.route, place.name);
}

async function write(ask: Ask, arrivals: Arrivals, instance: string): Promise<void> {
  const { merged, closed, named } = arrivals;
  if (merged.length > 0) {
    await ask(
      `UPDATE requests r SET status = ${requestStatusCode("merged")}, wake_at = NULL, open_key = NULL,
         updated_at = m.at FROM unnest($1::text[], $2::bigint[]) AS m (id, at) WHERE r.id = m.id`,
      [merged.map(({ id }) => id), merged.map(({ at }) => at)],
    );
  }
  if (closed.length > 0) {
    await ask("UPDATE requests SET open_key = NULL WHERE id = ANY($1)", [closed]);
  }
  for (const part of partsOf(arrivals.entries)) await insert(ask, part, instance);
  // Each name once, as its last request remembers it.
  const names = new Map(
    named.flatMap((request) =>
      request.dedupeKeys.map((name) => [keyOf(request.route, name), { request, name }]),
    ),
  );
  if (names.size === 0) return;
  const rows = [...names.values()];
  await ask(
    `INSERT INTO names (route, name, request_id, expires_at)
     SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::bigint[])
     ON CONFLICT (route, name) DO UPDATE SET request_id = excluded.request_id, expires_at = excluded.expires_at,
       ended_as = NULL`,
    [
      rows.map(({ request }) => request.route),
      rows.map(({ name }) => digestOf(name)),
      rows.map(({ request }) => request.id),
      rows.map(({ request }) => Math.ceil(request.receivedAt + request.dedupeForMs)),
    ],
  );
}

function partsOf(entries: readonly Entry[]): Entry[][] {
  const parts: Entry[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const size = entry.request.body?.text.length ?? 0;
    if (bytes + size > MOST_BYTES_AT_ONCE) {
      parts.push([]);
      bytes = 0;
    }
    bytes += size;
    parts.at(-1)?.push(entry);
  }
  return parts;
}

/** In their order: numbers are given after the sort. */
async function insert(ask: Ask, entries: readonly Entry[], instance: string): Promise<void> {
  await ask(
    `INSERT INTO requests (id, route, status, received_at, updated_at, wake_at, group_of, members, open_key, method, peer,
       http_status, duplicate_of, replay_of, verdicts, refused, kept_bytes, instance, agent_id, session_key, headers,
       query, names, job, body_encoding, body_bytes, body)
     SELECT id, route, status, received_at, updated_at, wake_at, group_of, members, decode(open_key, 'hex'), method, peer,
       http_status, duplicate_of, replay_of, verdicts, refused, kept_bytes, $2, agent_id, session_key, headers, query,
       names, job, body_encoding, body_bytes, decode(body, 'base64')
     FROM json_to_recordset($1) AS r (place integer, id text, route text, status smallint, received_at bigint,
       updated_at bigint, wake_at bigint, group_of text, members integer, open_key text, method text, peer text,
       http_status integer, duplicate_of text, replay_of text, verdicts text, refused smallint, kept_bytes integer,
       agent_id text, session_key text, headers text, query text, names text, job text, body_encoding text,
       body_bytes bigint, body text) ORDER BY place`,
    [JSON.stringify(entries.map(rowOf)), instance],
  );
}

function rowOf(entry: Entry, place: number): Record<string, unknown> {
  const { request, status, updatedAt, wakeAt, duplicateOf, groupOf, members, isOpen } = entry;
  const { job, coalesce, refused } = request;
  const { bodyEncoding, bodyBytes, body } = bodyColumns(request);
  return {
    place,
    id: request.id,
    route: request.route,
    status: requestStatusCode(status),
    received_at: request.receivedAt,
    updated_at: updatedAt,
    wake_at: wakeAt,
    group_of: groupOf,
    members,
    open_key: isOpen && coalesce !== undefined ? digestOf(coalesce.key).toString("hex") : null,
    method: toColumn(request.method),
    peer: request.peer,
    http_status: request.httpStatus,
    duplicate_of: duplicateOf,
    replay_of: request.replayOf,
    verdicts: JSON.stringify(request.verdicts),
    refused: refused === undefined ? null : refusedCode(refused),
    kept_bytes: refused === undefined ? null : keptBytes(request),
    agent_id: job && toColumn(job.agentId),
    session_key: job && toColumn(job.sessionKey),
    headers: JSON.stringify(request.headers),
    query: JSON.stringify(request.query),
    names: JSON.stringify(request.dedupeKeys),
    job: job && JSON.stringify(job),
    body_encoding: bodyEncoding,
    body_bytes: bodyBytes,
    body: body?.toString("base64"),
  };
}

async function countRefused(ask: Ask, { entries }: Arrivals, maxBytes: number): Promise<void> {
  const bytes = new Map<number, number>();
  for (const { request } of entries) {
    if (request.refused === undefined) continue;
    const code = refusedCode(request.refused);
    bytes.set(code, (bytes.get(code) ?? 0) + keptBytes(request));
  }
  if (bytes.size === 0) return;
  for (const [code, added] of [...bytes].toSorted(([one], [other]) => one - other)) {
    await ask("UPDATE refused_bytes SET bytes = bytes + $1 WHERE refused = $2", [added, code]);
  }
  await shrinkRefused(ask, maxBytes, entries.length * 256);
}
