// An inbound request as operators are shown it. What the caller sent and what the agent replied only where it
// was asked for; credentials were masked before they were stored.
import type { RequestStatus, RunJob, StepVerdict, StoredRequest } from "../engine/inbox/inbox.ts";
import { cutText, type ShownText } from "./text.ts";
import { isoTime } from "./time.ts";

/** One row of `requests list`. Times are ISO 8601, durations ms. */
export interface RequestRow {
  /** `req_…` */
  id: string;
  route: string;
  status: RequestStatus;
  /** What the caller was answered. */
  httpStatus: number;
  /** The step that ended it, and why. */
  failedStep?: string;
  reason?: string;
  durationMs?: number;
  runId?: string;
  duplicateOf?: string;
  mergedInto?: string;
  /** The request that it runs again. */
  replayOf?: string;
  peer: string;
  receivedAt: string;
  updatedAt: string;
  /** When a waiting one is due. */
  dueAt?: string;
  /** Of a log that several Gateways share: the one that took it in. */
  instanceId?: string;
}

/** How one item of a request stands. */
export interface ItemRow {
  id: string;
  /** Absent: the log holds it no more. */
  status?: RequestStatus;
  reason?: string;
}

export interface RequestDetail {
  request: RequestRow;
  method: string;
  verdicts: readonly StepVerdict[];
  /** Agent and session of its run. */
  agentId?: string;
  sessionKey?: string;
  /** Of one item of a request (`forEach`): which request, and its place from 0. */
  batch?: { of: string; index: number; count: number };
  /** Of a request of several items: theirs, in their order. */
  items?: readonly ItemRow[];
  /** Sensitive values masked. Only with `body`, as all that follows. */
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: ShownText & { encoding: "utf8" | "base64" };
  /** In place of a body that was not kept, with or without `body`. `hint`: what keeps those to come. */
  bodyHash?: { sha256: string; bytes: number; hint: string };
  prompt?: ShownText;
  reply?: ShownText;
}

export function requestRow(request: StoredRequest): RequestRow {
  const { id, route, status, httpStatus, peer, durationMs, runId } = request;
  const { duplicateOf, mergedInto, replayOf, dueAt, instance } = request;
  const failed = request.verdicts.find(({ ok }) => !ok);
  const reason = request.error ?? failed?.detail;
  return {
    id,
    route,
    status,
    httpStatus,
    ...(failed !== undefined && { failedStep: failed.step }),
    ...(reason !== undefined && { reason }),
    ...(durationMs !== undefined && { durationMs: Math.round(durationMs) }),
    ...(runId !== undefined && { runId }),
    ...(duplicateOf !== undefined && { duplicateOf }),
    ...(mergedInto !== undefined && { mergedInto }),
    ...(replayOf !== undefined && { replayOf }),
    peer,
    receivedAt: isoTime(request.receivedAt),
    updatedAt: isoTime(request.updatedAt),
    ...(dueAt !== undefined && { dueAt: isoTime(dueAt) }),
    ...(instance !== undefined && { instanceId: instance }),
  };
}

/** `items`: those of a request of several. */
export function requestDetail(
  request: StoredRequest,
  withBody: boolean,
  items: readonly ItemRow[] = [],
): RequestDetail {
  const { method, verdicts, job } = request;
  return {
    request: requestRow(request),
    method,
    verdicts,
    ...(job !== undefined && { agentId: job.agentId, sessionKey: job.sessionKey }),
    ...(job?.batch && { batch: job.batch }),
    ...(items.length > 0 && { items }),
    ...(request.bodyHash && { bodyHash: { ...request.bodyHash, hint: HOW_TO_KEEP } }),
    ...(withBody && contentOf(request)),
  };
}

export function itemRow(id: string, found: StoredRequest | undefined): ItemRow {
  if (found === undefined) return { id };
  const { status, reason } = requestRow(found);
  return { id, status, ...(reason !== undefined && { reason }) };
}

/** What the agent is told; before a reader has spoken, what the reader is told. */
export function shownPrompt({ prompt, read }: RunJob): string {
  return prompt === "" && read !== undefined ? read.message : prompt;
}

const HOW_TO_KEEP =
  "set log.keepRejectedBodies to keep bodies and headers of refused requests to come";

function contentOf({ headers, query, body, job, reply }: StoredRequest): Partial<RequestDetail> {
  return {
    headers,
    query,
    ...(body !== undefined && {
      body: { ...cutText(body.text), bytes: body.bytes, encoding: body.encoding },
    }),
    ...(job !== undefined && { prompt: cutText(shownPrompt(job)) }),
    ...(reply !== undefined && { reply: cutText(reply) }),
  };
}
