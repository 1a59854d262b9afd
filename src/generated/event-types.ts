// Generated from schema/ by scripts/generate.ts; change the schema instead.

/** Every type an event can have, in the order of the documentation. */
export const EVENT_TYPES = [
  "message.received",
  "message.sent",
  "session.created",
  "session.ended",
  "tool.called",
  "tool.completed",
  "error.occurred",
  "inbound.completed",
  "inbound.failed",
  "endpoint.failing",
  "endpoint.disabled",
  "endpoint.recovered",
  "delivery.dead",
  "backlog.growing",
  "webhook.test",
] as const;

export type EventType = (typeof EVENT_TYPES)[number];
