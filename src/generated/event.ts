// Generated from schema/ by scripts/generate.ts; change the schema instead.

export type WebhookEvent =
  | MessageReceivedEvent
  | MessageSentEvent
  | SessionCreatedEvent
  | SessionEndedEvent
  | ToolCalledEvent
  | ToolCompletedEvent
  | ErrorOccurredEvent
  | InboundCompletedEvent
  | InboundFailedEvent
  | EndpointFailingEvent
  | EndpointDisabledEvent
  | EndpointRecoveredEvent
  | DeliveryDeadEvent
  | BacklogGrowingEvent
  | WebhookTestEvent;

export interface MessageReceivedEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "message.received";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: MessageReceivedData;
}
/**
 * A user message reached the agent.
 */
export interface MessageReceivedData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * The message.
   */
  message: {
    role: "user";
    /**
     * The text.
     */
    content: string;
    /**
     * Id on the channel, or the host's own.
     */
    messageId?: string;
    /**
     * Attachments.
     */
    media?: Media[];
  };
  /**
   * Who wrote it.
   */
  sender?: {
    /**
     * Id on the channel.
     */
    id: string;
    /**
     * Display name.
     */
    name?: string;
    /**
     * User name.
     */
    username?: string;
  };
}
/**
 * Where on the channel it happened; absent where none is known.
 */
export interface ConversationPlace {
  /**
   * As the channel names it.
   */
  id: string;
  /**
   * With one person, in a group or channel, or in a thread or topic of one.
   */
  kind: "direct" | "group" | "thread";
  /**
   * Its name, where the channel says it.
   */
  title?: string;
}
/**
 * Of a sub-agent: who spawned it.
 */
export interface ParentTurn {
  /**
   * Its session.
   */
  sessionKey: string;
  /**
   * Its turn, where it is known.
   */
  runId?: string;
}
/**
 * One attachment; the file itself is not sent.
 */
export interface Media {
  /**
   * For example `image`.
   */
  kind?: string;
  /**
   * MIME type.
   */
  contentType?: string;
  /**
   * Where the channel serves it, where it says.
   */
  url?: string;
}
export interface MessageSentEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "message.sent";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: MessageSentData;
}
/**
 * An assistant reply was delivered; on paths without delivery, was produced. Exactly one for each reply.
 */
export interface MessageSentData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * The message.
   */
  message: {
    role: "assistant";
    /**
     * The text.
     */
    content: string;
    /**
     * Id on the channel, or the host's own.
     */
    messageId?: string;
    /**
     * All its ids on the channel, where it was split; the last one is `messageId`.
     */
    messageIds?: string[];
    /**
     * Attachments.
     */
    media?: Media[];
  };
  /**
   * What is known of its way: `confirmed` by the channel, `handed` to a channel that confirms nothing, or `produced` on a path where nobody is sent anything.
   */
  delivery?: "confirmed" | "handed" | "produced";
  /**
   * Whom it was sent to, as the channel names them; absent where nobody was sent anything.
   */
  to?: string;
  /**
   * Model that wrote it.
   */
  model?: string;
  /**
   * Its provider.
   */
  provider?: string;
  usage?: Usage;
}
/**
 * Tokens of the whole run, summed over its model calls.
 */
export interface Usage {
  /**
   * Prompt tokens.
   */
  inputTokens?: number;
  /**
   * Tokens the model wrote.
   */
  outputTokens?: number;
  /**
   * Prompt tokens read from a cache.
   */
  cacheReadTokens?: number;
  /**
   * Prompt tokens written to a cache.
   */
  cacheWriteTokens?: number;
  /**
   * All of them.
   */
  totalTokens?: number;
  /**
   * Cost in US dollars, where the host knows the model's prices.
   */
  costUsd?: number;
}
export interface SessionCreatedEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "session.created";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: SessionCreatedData;
}
/**
 * A session started.
 */
export interface SessionCreatedData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * Session it continues.
   */
  resumedFrom?: string;
}
export interface SessionEndedEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "session.ended";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: SessionEndedData;
}
/**
 * A session ended.
 */
export interface SessionEndedData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * Why: `new`, `reset`, `idle`, `daily`, `compaction`, `deleted`, `shutdown`, `restart` or `unknown`.
   */
  reason: string;
  /**
   * Messages it had, as the host counts.
   */
  messageCount?: number;
  /**
   * Session that follows it.
   */
  nextSessionId?: string;
}
export interface ToolCalledEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "tool.called";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: ToolCalledData;
}
/**
 * A tool call was requested.
 */
export interface ToolCalledData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * The tool call.
   */
  tool: {
    /**
     * Tool name.
     */
    name: string;
    /**
     * Id of this call; the same in `tool.called` and `tool.completed`.
     */
    callId: string;
    /**
     * JSON as the host reported it; texts over 8,000 characters are cut, images are left out and recognised secrets masked by the host.
     */
    params?: unknown;
    /**
     * Call within which this one was made, where a tool calls others.
     */
    parentCallId?: string;
  };
}
export interface ToolCompletedEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "tool.completed";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: ToolCompletedData;
}
/**
 * A tool call finished.
 */
export interface ToolCompletedData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * The tool call.
   */
  tool: {
    /**
     * Tool name.
     */
    name: string;
    /**
     * Id of this call; the same in `tool.called` and `tool.completed`.
     */
    callId: string;
    /**
     * JSON as the host reported it; texts over 8,000 characters are cut, images are left out and recognised secrets masked by the host.
     */
    params?: unknown;
    /**
     * False when the tool reported an error.
     */
    success: boolean;
    /**
     * JSON as the host reported it; texts over 8,000 characters are cut, images are left out and recognised secrets masked by the host.
     */
    result?: unknown;
    /**
     * What the tool says went wrong.
     */
    error?: string;
    /**
     * From start to finish, in milliseconds.
     */
    durationMs?: number;
    /**
     * Call within which this one was made, where a tool calls others.
     */
    parentCallId?: string;
  };
}
export interface ErrorOccurredEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "error.occurred";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: ErrorOccurredData;
}
/**
 * A run failed, a reply could not be delivered, or a route's run failed.
 */
export interface ErrorOccurredData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  error: ErrorInfo;
}
/**
 * What went wrong.
 */
export interface ErrorInfo {
  /**
   * What failed: a `run`, the `delivery` of a reply, or an `inbound` route's run.
   */
  kind: "run" | "delivery" | "inbound";
  /**
   * What the host says happened.
   */
  message: string;
  /**
   * Machine-readable reason, for example `server_error`.
   */
  code?: string;
  /**
   * Model provider.
   */
  provider?: string;
  /**
   * Model.
   */
  model?: string;
}
export interface InboundCompletedEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "inbound.completed";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: InboundCompletedData;
}
/**
 * An inbound request's run ended.
 */
export interface InboundCompletedData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * The request.
   */
  request: {
    /**
     * Request id.
     */
    id: string;
    /**
     * Route name.
     */
    route: string;
    batch?: BatchPlace;
  };
  /**
   * Of a request of several items (`forEach`): how each of them ended, in their order.
   */
  items?: ItemEnd[];
  /**
   * The agent's words.
   */
  reply?: string;
  /**
   * Model.
   */
  model?: string;
  /**
   * Provider.
   */
  provider?: string;
  usage?: Usage;
  /**
   * From start to end of the run, in milliseconds.
   */
  durationMs?: number;
}
/**
 * Of one item of a request (`forEach`).
 */
export interface BatchPlace {
  /**
   * Id of the request that held it.
   */
  of: string;
  /**
   * Its place among the items, from 0.
   */
  index: number;
  /**
   * How many items there were.
   */
  count: number;
}
export interface ItemEnd {
  /**
   * Request id of the item.
   */
  id: string;
  /**
   * How it ended: `completed`, `failed`, `duplicate`, `merged`.
   */
  status: string;
  /**
   * The agent's words.
   */
  reply?: string;
  /**
   * What went wrong.
   */
  error?: string;
}
export interface InboundFailedEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "inbound.failed";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: InboundFailedData;
}
/**
 * An inbound request's run failed.
 */
export interface InboundFailedData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * The request.
   */
  request: {
    /**
     * Request id.
     */
    id: string;
    /**
     * Route name.
     */
    route: string;
    batch?: BatchPlace;
  };
  /**
   * Of a request of several items (`forEach`): how each of them ended, in their order.
   */
  items?: ItemEnd[];
  /**
   * What went wrong.
   */
  error: {
    /**
     * What failed: a `run`, the `delivery` of a reply, or an `inbound` route's run.
     */
    kind: "inbound";
    /**
     * What the host says happened.
     */
    message: string;
    /**
     * Machine-readable reason, for example `server_error`.
     */
    code?: string;
    /**
     * Model provider.
     */
    provider?: string;
    /**
     * Model.
     */
    model?: string;
  };
  /**
   * From start to end of the run, in milliseconds.
   */
  durationMs?: number;
}
export interface EndpointFailingEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "endpoint.failing";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: EndpointFailingData;
}
/**
 * An endpoint keeps failing. Sent only to endpoints that name it.
 */
export interface EndpointFailingData {
  endpoint: EndpointStanding;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
}
/**
 * The endpoint that it is about.
 */
export interface EndpointStanding {
  /**
   * Name of the endpoint; its own events of this kind are not sent to it.
   */
  name: string;
  /**
   * How it stands.
   */
  state: "ok" | "slowing" | "parked" | "blocked" | "paused" | "disabled" | "held";
  /**
   * Why it is not `ok`, for example `HTTP 503`.
   */
  reason?: string;
  /**
   * Nothing but failures since then. ISO 8601 in UTC with milliseconds.
   */
  failingSince?: string;
  /**
   * When the next delivery is tried while it is parked. ISO 8601 in UTC with milliseconds.
   */
  nextProbeAt?: string;
}
export interface EndpointDisabledEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "endpoint.disabled";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: EndpointDisabledData;
}
/**
 * An endpoint was disabled by its receiver, or after a long time of nothing but failures. Sent only to endpoints that name it.
 */
export interface EndpointDisabledData {
  endpoint: EndpointStanding;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
}
export interface EndpointRecoveredEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "endpoint.recovered";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: EndpointRecoveredData;
}
/**
 * An endpoint that was failing or disabled takes deliveries again. Sent only to endpoints that name it.
 */
export interface EndpointRecoveredData {
  endpoint: EndpointStanding;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
}
export interface DeliveryDeadEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "delivery.dead";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: DeliveryDeadData;
}
/**
 * Deliveries of one endpoint were given up since it was last told. Sent only to endpoints that name it.
 */
export interface DeliveryDeadData {
  endpoint: EndpointName;
  /**
   * How many.
   */
  count: number;
  /**
   * The first ten of them.
   */
  deliveries: {
    /**
     * `dlv_…`
     */
    id: string;
    /**
     * `evt_…`
     */
    eventId: string;
    /**
     * Type of the event.
     */
    event: string;
    /**
     * Attempts that were made.
     */
    attempts: number;
    /**
     * What the last one showed.
     */
    error?: string;
  }[];
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
}
/**
 * The endpoint that it is about.
 */
export interface EndpointName {
  /**
   * Name of the endpoint; its own events of this kind are not sent to it.
   */
  name: string;
}
export interface BacklogGrowingEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "backlog.growing";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: BacklogGrowingData;
}
/**
 * Deliveries of an endpoint wait ever longer: told at ten minutes, and each time it is twice as long. Sent only to endpoints that name it.
 */
export interface BacklogGrowingData {
  endpoint: EndpointStanding;
  /**
   * Deliveries that are due and not sent, counted up to 1000.
   */
  waiting: number;
  /**
   * When the oldest of them was due. ISO 8601 in UTC with milliseconds.
   */
  oldestDueAt: string;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
}
export interface WebhookTestEvent {
  /**
   * `evt_…`, the receiver's idempotency key; never changes.
   */
  id: string;
  type: "webhook.test";
  /**
   * When it happened, ISO 8601 in UTC with milliseconds.
   */
  timestamp: string;
  /**
   * The Gateway it happened on.
   */
  instanceId: string;
  data: WebhookTestData;
}
/**
 * Asked for by an operator; goes to the named endpoint alone.
 */
export interface WebhookTestData {
  /**
   * Agent the event belongs to.
   */
  agentId?: string;
  /**
   * Id of the session at the time.
   */
  sessionId?: string;
  /**
   * Key of the conversation, for example `agent:main:main`; stays when the session is reset.
   */
  sessionKey?: string;
  /**
   * Id of the agent turn.
   */
  runId?: string;
  /**
   * Channel the conversation is on, for example `telegram` or `webchat`; absent where none is known.
   */
  channel?: string;
  /**
   * Account of the channel.
   */
  accountId?: string;
  /**
   * The user, as the channel names them.
   */
  userId?: string;
  /**
   * What set the turn going: a user's message (`user`) or slash command (`command`), a request of a route (`inbound`), a program (`api`: RPC, `/v1/*`, `openclaw message send`), the clock (`heartbeat`, `cron`), another turn (`subagent`, `agent`); absent where it is not known.
   */
  trigger?: "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent";
  conversation?: ConversationPlace;
  parent?: ParentTurn;
  /**
   * Paths in `data` whose texts were cut because the event exceeded `limits.maxEventBytes`.
   */
  truncated?: string[];
  /**
   * A sample.
   */
  message: {
    role: "assistant";
    /**
     * A sample text.
     */
    content: string;
  };
}
