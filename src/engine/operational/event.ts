// What an operational event looks like. Decides neither when there is one nor who hears it.
import type { OperationalType } from "../../outbound/operational.ts";
import type { IdSource } from "../ids.ts";
import type { EventRecord } from "../record.ts";
import type { Standing } from "../pace/standing.ts";

export interface OperationalFact {
  type: OperationalType;
  /** The endpoint that it is about, and that does not hear it. */
  about: string;
  /** ms since the epoch. */
  at: number;
  /** As in `schema/events/`. */
  data: Record<string, unknown>;
}

export function operationalEvent(
  { type, about, at, data }: OperationalFact,
  ids: IdSource,
  instanceId: string,
): EventRecord {
  const id = ids.next("evt", at);
  const timestamp = isoTime(at);
  return { id, type, at, about, json: JSON.stringify({ id, type, timestamp, instanceId, data }) };
}

/** `data.endpoint` of `endpoint.*` and `backlog.growing`. */
export function endpointData(name: string, standing: Standing): Record<string, unknown> {
  const { state, reason, notBefore, failingSince } = standing;
  return {
    name,
    state,
    ...(reason !== undefined && { reason }),
    ...(failingSince !== undefined && { failingSince: isoTime(failingSince) }),
    ...(state === "parked" && notBefore !== undefined && { nextProbeAt: isoTime(notBefore) }),
  };
}

export const isoTime = (at: number): string => new Date(at).toISOString();
