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

/** When each is sent. */
export const EVENT_ABOUT: Readonly<Record<EventType, string>> = {
  "message.received":
    "A user message reached the agent.",
  "message.sent":
    "An assistant reply was delivered; on paths without delivery, was produced. Exactly one for each reply.",
  "session.created":
    "A session started.",
  "session.ended":
    "A session ended.",
  "tool.called":
    "A tool call was requested.",
  "tool.completed":
    "A tool call finished.",
  "error.occurred":
    "A run failed, a reply could not be delivered, or a route's run failed.",
  "inbound.completed":
    "An inbound request's run ended.",
  "inbound.failed":
    "An inbound request's run failed.",
  "endpoint.failing":
    "An endpoint keeps failing. Sent only to endpoints that name it.",
  "endpoint.disabled":
    "An endpoint was disabled by its receiver, or after a long time of nothing but failures. Sent only to endpoints that name it.",
  "endpoint.recovered":
    "An endpoint that was failing or disabled takes deliveries again. Sent only to endpoints that name it.",
  "delivery.dead":
    "Deliveries of one endpoint were given up since it was last told. Sent only to endpoints that name it.",
  "backlog.growing":
    "Deliveries of an endpoint wait ever longer: told at ten minutes, and each time it is twice as long. Sent only to endpoints that name it.",
  "webhook.test":
    "Asked for by an operator; goes to the named endpoint alone.",
};

/** The keys that an object of some event may have, by its path; what is not here may have any. */
export const EVENT_KEYS: Readonly<Record<string, readonly string[]>> = {
  "": [
    "id",
    "type",
    "timestamp",
    "instanceId",
    "data"
  ],
  "data": [
    "endpoint",
    "waiting",
    "oldestDueAt",
    "truncated",
    "count",
    "deliveries",
    "agentId",
    "sessionId",
    "sessionKey",
    "runId",
    "channel",
    "accountId",
    "userId",
    "trigger",
    "conversation",
    "parent",
    "error",
    "request",
    "items",
    "reply",
    "model",
    "provider",
    "usage",
    "durationMs",
    "message",
    "sender",
    "delivery",
    "to",
    "resumedFrom",
    "reason",
    "messageCount",
    "nextSessionId",
    "tool"
  ],
  "data.endpoint": [
    "name",
    "state",
    "reason",
    "failingSince",
    "nextProbeAt"
  ],
  "data.conversation": [
    "id",
    "kind",
    "title"
  ],
  "data.parent": [
    "sessionKey",
    "runId"
  ],
  "data.error": [
    "kind",
    "message",
    "code",
    "provider",
    "model"
  ],
  "data.request": [
    "id",
    "route",
    "batch"
  ],
  "data.request.batch": [
    "of",
    "index",
    "count"
  ],
  "data.usage": [
    "inputTokens",
    "outputTokens",
    "cacheReadTokens",
    "cacheWriteTokens",
    "totalTokens",
    "costUsd"
  ],
  "data.message": [
    "role",
    "content",
    "messageId",
    "media",
    "messageIds"
  ],
  "data.sender": [
    "id",
    "name",
    "username"
  ],
  "data.tool": [
    "name",
    "callId",
    "params",
    "parentCallId",
    "success",
    "result",
    "error",
    "durationMs"
  ]
};
