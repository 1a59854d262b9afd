// The shapes of what memory holds: turns, conversations, messages on their way.
import type { ConversationPlace, Media, ParentTurn, Usage } from "../generated/event.ts";
import type { Trigger } from "./who/trigger.ts";

/** Who is at the other end. */
export interface Party {
  channel?: string;
  accountId?: string;
  userId?: string;
}

/** Who said something, and where. */
export interface Said {
  party: Party;
  place?: ConversationPlace;
}

/** What set a turn going. */
export interface Cause {
  trigger?: Trigger;
  /** Known, though perhaps empty, once a message was seen that began the turn. */
  said?: Said;
}

/** One agent turn. */
export interface Run extends Cause {
  id: string;
  agentId?: string;
  sessionId?: string;
  sessionKey?: string;
  provider?: string;
  model?: string;
  /** Summed over the model calls that the transcript shows. */
  usage?: Usage;
  /** The host's own sum, which also counts calls that left no row. */
  countedUsage?: Usage;
  traceparent?: string;
  parent?: ParentTurn;
  /** Its last words, whole. */
  reply?: string;
  /** Transcript id of its last assistant message. */
  messageId?: string;
  /** What its user was sent or is being sent is told by the delivery. */
  overChannel?: boolean;
  /** Its reply was told, as produced where nothing else was known by then. */
  told?: "delivered" | "produced";
  /** The host's own surface showed it. */
  shown?: boolean;
  /** When it ended with words, ms since the epoch. */
  endedAt?: number;
  /** Somebody other than the host delivers its reply and tells of it. */
  deliveredByUs?: boolean;
  failed?: boolean;
}

/** What goes on under one session key. */
export interface Conversation {
  sessionId?: string;
  /** The last one that a message of the agent's came from, and where. */
  said?: Said;
  /** The last one that wrote here, though perhaps to the host alone. */
  heard?: Said;
  /** What the turn that begins next was set going by: hosts tell of a message first, and of its run without naming it. */
  pending?: Cause & { runId?: string };
  /** What set the last turn going. */
  trigger?: Trigger;
  /** A request from outside started what goes on here: how often that happened in this chain. */
  hops?: number;
}

/** A user message that a channel announced before it reached the transcript. */
export interface Announcement {
  sessionKey: string;
  messageId: string;
  party: Party;
  place?: ConversationPlace;
  content?: string;
  media?: Media[];
  senderName?: string;
  senderUsername?: string;
  /** Told as received. */
  told?: boolean;
}

/** A reply that a run produced on a path where the host may tell nothing more. */
export interface ProducedReply {
  runId: string;
  at: number;
  dueAt: number;
}

/** `announced` → `sending` → `settled`: told, or found not to be told; stays a while for what the host repeats. */
export type Stage = "announced" | "sending" | "failed" | "settled";

export interface Outgoing {
  stage: Stage;
  channel?: string;
  accountId?: string;
  /** As the host last spelled it. */
  to?: string;
  content: string;
  media?: Media[];
  sessionKey?: string;
  runId?: string;
  userId?: string;
  place?: ConversationPlace;
  /** Where it is known otherwise than by its run. */
  trigger?: Trigger;
  /** The host's own words (an error, "New session started"), not the agent's. */
  notice: boolean;
  /** `reply_payload_sending` told of it: it is the reply to a message, and the adapter may confirm nothing. */
  reply: boolean;
  /** When it began, ms since the epoch. */
  at: number;
  /** When no more is waited for. */
  dueAt: number;
}

/** A session that is going on. */
export interface KnownSession {
  sessionKey?: string;
  /** Its start was told. */
  started?: boolean;
  /** Messages in its transcript. */
  messages: number;
}

/** The tool by which an agent or a program writes to a channel. */
export const SENDER = "message";

/** A tool call that goes on. */
export interface RunningCall {
  at: number;
  name: string;
  runId: string;
  params: unknown;
  /** It calls another tool, and is not told before it is known whether that one is. */
  wraps?: "perhaps" | "another";
}

/**
 * `sending-without-end`: a message set out, and nothing tells what became of it. `reply-not-sent`: a reply was announced
 * and not sent. `reply-not-carried`: somebody on a channel was answered, and no hook told of it. `unknown-shape`: what
 * the host told lacks what it always had.
 */
export type UnexpectedKind =
  | "sending-without-end"
  | "reply-not-sent"
  | "reply-not-carried"
  | "unknown-shape";

export interface Unexpected {
  kind: UnexpectedKind;
  count: number;
  /** ms since the epoch. */
  firstAt: number;
  lastAt: number;
  /** The first one, with its contents masked. */
  sample: unknown;
}
