// A draft becomes an event: it gets its id, and its bytes are fixed for good.
import type { EventRecord } from "../engine/record.ts";
import type { Draft } from "./draft.ts";
import { fitted, plainJson } from "./plain-json.ts";

export interface EnvelopeContext {
  instanceId: string;
  /** Longest envelope in bytes of UTF-8; longer ones have their longest texts cut. */
  maxEventBytes: number;
  /** `evt_…` for an event that happened at this time. */
  newId: (at: number) => string;
}

/** Most bytes that one UTF-16 unit takes in JSON: the escape `\u0000`. */
const MAX_BYTES_PER_UNIT = 6;

export function toRecord(draft: Draft, context: EnvelopeContext): EventRecord {
  const { type, at, subject } = draft;
  const id = context.newId(at);
  const timestamp = new Date(at).toISOString();
  const render = (data: Record<string, unknown>): string =>
    plainJson({ id, type, timestamp, instanceId: context.instanceId, data });
  const data = { ...subject, ...draft.data };
  let json = render(data);
  if (exceeds(json, context.maxEventBytes)) json = fitted(data, context.maxEventBytes, render);
  return {
    id,
    type,
    at,
    agentId: subject.agentId,
    channel: subject.channel,
    userId: subject.userId,
    sessionKey: subject.sessionKey,
    traceparent: draft.traceparent,
    hops: draft.hops,
    json,
  };
}

function exceeds(json: string, maxBytes: number): boolean {
  if (json.length > maxBytes) return true;
  return json.length * MAX_BYTES_PER_UNIT > maxBytes && Buffer.byteLength(json) > maxBytes;
}
