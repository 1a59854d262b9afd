// The columns of inbound requests, as they are asked for.
import { requestStatusCode } from "../../rows/requests.ts";

/** For `requestSource`: all but the body and the job, which can be large. */
export const requestColumns = `r.id, r.route, r.status, r.received_at, r.updated_at, r.wake_at, r.method,
  r.peer, r.http_status, r.duplicate_of, r.replay_of, r.verdicts, r.run_id, r.duration_ms, r.error, r.reply,
  c.headers, c.query, c.names,
  CASE WHEN r.status = ${requestStatusCode("merged")} THEN (SELECT id FROM requests INDEXED BY requests_group
    WHERE group_seq = r.group_seq ORDER BY seq DESC LIMIT 1) END AS merged_into`;

/** Beside `requestColumns`, the rest of the request. */
export const contentColumns = "c.job, c.body_encoding, c.body_bytes, c.body";

export const requestSource = "requests r JOIN request_contents c ON c.seq = r.seq";
