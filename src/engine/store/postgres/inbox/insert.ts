// New requests as rows, in their order. Decides nothing.
import { keptBytes } from "../../../inbox/kept-bytes.ts";
import { refusedCode } from "../../rows/requests.ts";
import { requestStatusCode } from "../../rows/requests.ts";
import type { Ask } from "../server/connection.ts";
import { toColumn } from "../server/text.ts";
import type { Entry } from "./arrivals.ts";
import { bodyColumns, digestOf } from "./rows.ts";

/** Bodies go as base64 in one value with their rows: more bytes make another statement. */
const MOST_BYTES_AT_ONCE = 8_000_000;

/** All of them, a part at a time. */
export async function insertEntries(
  ask: Ask,
  entries: readonly Entry[],
  instance: string,
): Promise<void> {
  for (const part of partsOf(entries)) await insert(ask, part, instance);
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
