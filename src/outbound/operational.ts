// Which events are about the sending itself. They go only to endpoints that name them, so that `*` never means
// them and nothing that fails to arrive can cause more of them.

/** Described in `schema/events/`. */
export const OPERATIONAL_TYPES = [
  "endpoint.failing",
  "endpoint.disabled",
  "endpoint.recovered",
  "delivery.dead",
  "backlog.growing",
] as const;

export type OperationalType = (typeof OPERATIONAL_TYPES)[number];

const types: ReadonlySet<string> = new Set(OPERATIONAL_TYPES);

export function isOperational(type: string): type is OperationalType {
  return types.has(type);
}
