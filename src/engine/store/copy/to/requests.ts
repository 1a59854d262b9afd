// Requests of a file into the shared log. Opens no transaction.
import { lockRoutes } from "../../postgres/inbox/accept.ts";
import { bodyColumns, digestOf } from "../../postgres/inbox/rows.ts";
import type { Ask } from "../../postgres/server/connection.ts";
import { toColumn, toColumnOrNull } from "../../postgres/server/text.ts";
import { requestStatusCode } from "../../rows/requests.ts";
import type { FileRequest } from "../from/requests.ts";
import type { Shift } from "./deliveries.ts";

export interface WritingRequests {
  instance: string;
  shift: Shift;
}

/**
 * `requests`: oldest first, so that what was coalesced keeps its order. Those that are there are left alone. Returns how
 * many were new.
 */
export async function writeRequests(
  ask: Ask,
  requests: readonly FileRequest[],
  writing: WritingRequests,
): Promise<number> {
  if (requests.length === 0) return 0;
  const open = requests.filter(({ openKey }) => openKey !== null);
  if (open.length > 0) {
    await lockRoutes(
      ask,
      open.map(({ request }) => request),
    );
  }
  const added = await ask(INSERT, [
    JSON.stringify(requests.map((each, place) => ({ place, ...rowOf(each, writing) }))),
    writing.instance,
  ]);
  const bytes = new Map<number, number>();
  for (const { refused, kept_bytes: kept } of added) {
    if (refused === null) continue;
    bytes.set(Number(refused), (bytes.get(Number(refused)) ?? 0) + Number(kept));
  }
  for (const [refused, more] of [...bytes].toSorted(([one], [other]) => one - other)) {
    await ask("UPDATE refused_bytes SET bytes = bytes + $1 WHERE refused = $2", [more, refused]);
  }
  return added.length;
}

/**
 * One that others could still join is closed where the shared log has such a one already. What the host may have begun
 * stays with its Gateway, and who ended a run is known.
 */
const INSERT = `
  INSERT INTO requests (id, route, status, received_at, updated_at, wake_at, leased_by, started, group_of, members, open_key,
    method, peer, http_status, duplicate_of, replay_of, verdicts, run_id, duration_ms, error, reply, refused, kept_bytes,
    instance, agent_id, session_key, headers, query, names, job, body_encoding, body_bytes, body)
  SELECT id, route, status, received_at, updated_at, wake_at, CASE WHEN is_ours THEN $2 END, started, group_of, members,
    CASE WHEN NOT EXISTS (SELECT 1 FROM requests o WHERE o.route = r.route AND o.open_key = decode(r.open_key, 'hex'))
      THEN decode(open_key, 'hex') END,
    method, peer, http_status, duplicate_of, replay_of, verdicts, run_id, duration_ms, error, reply, refused, kept_bytes,
    $2, agent_id, session_key, headers, query, names, job, body_encoding, body_bytes, decode(body, 'base64')
  FROM json_to_recordset($1) AS r (place integer, id text, route text, status smallint, received_at bigint,
    updated_at bigint, wake_at bigint, is_ours boolean, started boolean, group_of text, members integer, open_key text,
    method text, peer text, http_status integer, duplicate_of text, replay_of text, verdicts text, run_id text,
    duration_ms double precision, error text, reply text, refused smallint, kept_bytes integer, agent_id text,
    session_key text, headers text, query text, names text, job text, body_encoding text, body_bytes bigint, body text)
  ORDER BY place ON CONFLICT (id) DO NOTHING RETURNING refused, kept_bytes`;

function rowOf(
  { request, json, wakeAt, started, groupOf, members, openKey, refused, keptBytes }: FileRequest,
  { shift }: WritingRequests,
): Record<string, unknown> {
  const { job } = request;
  const { bodyEncoding, bodyBytes, body } = bodyColumns(request);
  const hasEnded = wakeAt === null;
  return {
    id: request.id,
    route: request.route,
    status: requestStatusCode(request.status),
    received_at: request.receivedAt + shift.past,
    updated_at: request.updatedAt + shift.past,
    wake_at: hasEnded ? null : wakeAt + shift.due,
    is_ours: hasEnded ? started : request.runId !== undefined,
    started,
    group_of: groupOf,
    members,
    open_key: openKey === null ? null : digestOf(openKey).toString("hex"),
    method: toColumn(request.method),
    peer: request.peer,
    http_status: request.httpStatus,
    duplicate_of: request.duplicateOf,
    replay_of: request.replayOf,
    verdicts: json.verdicts,
    run_id: request.runId,
    duration_ms: request.durationMs,
    error: toColumnOrNull(request.error),
    reply: toColumnOrNull(request.reply),
    refused,
    kept_bytes: keptBytes,
    agent_id: job && toColumn(job.agentId),
    session_key: job && toColumn(job.sessionKey),
    headers: json.headers,
    query: json.query,
    names: json.names,
    job: json.job,
    body_encoding: bodyEncoding,
    body_bytes: bodyBytes,
    body: body?.toString("base64"),
  };
}
