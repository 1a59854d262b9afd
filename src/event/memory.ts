// What one observation knows and another needs: runs, conversations, replies on their way.
// Bounded in entries and age; losing an entry costs a field of an event, never an event.
import type { Media, Usage } from "../generated/event.ts";
import { BoundedMap } from "./bounded-map.ts";

const HOUR_MS = 3_600_000;
const MAX_RUNS = 5_000;
const MAX_SESSIONS = 10_000;
const MAX_REPLIES = 5_000;
const MAX_TOOL_CALLS = 20_000;
const MAX_MESSAGES = 20_000;

/** Raised when the shapes below change, so that a replaced plugin does not read an older memory. */
export const MEMORY_VERSION = 2;

/** Who is at the other end. */
export interface Party {
  channel?: string;
  accountId?: string;
  userId?: string;
}

/** One agent turn. */
export interface Run {
  id: string;
  agentId?: string;
  sessionId?: string;
  sessionKey?: string;
  provider?: string;
  model?: string;
  usage?: Usage;
  traceparent?: string;
  /** Transcript id of its last assistant message. */
  messageId?: string;
  /** Known, though perhaps empty, once a user message named this run; else the conversation's is meant. */
  party?: Party;
  /** A channel took its reply: the delivery is what is told. */
  overChannel?: boolean;
  failed?: boolean;
}

/** What goes on under one session key. */
export interface Conversation {
  sessionId?: string;
  /** The last one that a message came from. */
  party?: Party;
  /** Run of the latest turn, for what the host tells without a run id. */
  runId?: string;
  /** A request from outside started what goes on here: how often that happened in this chain. */
  hops?: number;
}

/** A user message that a channel announced before it reached the transcript. */
export interface Announcement extends Party {
  media?: Media[];
}

/** A reply that a run produced on a path where the host may tell nothing more. */
export interface ProducedReply {
  runId: string;
  content: string;
  dueAt: number;
}

/** A reply on its way through a channel. */
export interface SendingReply {
  runId?: string;
  /** The host's own words (an error, "New session started"), not the agent's. */
  notice: boolean;
  /** Its failure was told; the host reports it again when it gives up repeating it. */
  failed?: boolean;
}

export interface Memory {
  readonly version: number;
  readonly runs: BoundedMap<Run>;
  readonly conversations: BoundedMap<Conversation>;
  readonly announcements: BoundedMap<Announcement>;
  /** Transcript messages of users that were told. */
  readonly userMessages: BoundedMap<true>;
  /** Session ids whose start was told. */
  readonly startedSessions: BoundedMap<true>;
  /** Start time of running tool calls. */
  readonly toolCalls: BoundedMap<{ at: number; params: unknown }>;
  readonly sending: BoundedMap<SendingReply>;
  readonly produced: Map<string, ProducedReply>;
}

export function createMemory(): Memory {
  return {
    version: MEMORY_VERSION,
    runs: new BoundedMap(MAX_RUNS, 24 * HOUR_MS),
    conversations: new BoundedMap(MAX_SESSIONS, 7 * 24 * HOUR_MS),
    announcements: new BoundedMap(MAX_REPLIES, HOUR_MS),
    userMessages: new BoundedMap(MAX_MESSAGES, HOUR_MS),
    startedSessions: new BoundedMap(MAX_SESSIONS, 24 * HOUR_MS),
    toolCalls: new BoundedMap(MAX_TOOL_CALLS, 24 * HOUR_MS),
    sending: new BoundedMap(MAX_REPLIES, HOUR_MS),
    produced: new Map(),
  };
}

/** Merges what is newly known into a run; undefined fields change nothing. */
export function noteRun(memory: Memory, runId: string, now: number, known: Partial<Run>): Run {
  const run: Run = memory.runs.get(runId, now) ?? { id: runId };
  assignKnown(run, known);
  memory.runs.set(runId, run, now);
  return run;
}

export function noteConversation(
  memory: Memory,
  sessionKey: string,
  now: number,
  known: Partial<Conversation>,
): Conversation {
  const conversation = memory.conversations.get(sessionKey, now) ?? {};
  assignKnown(conversation, known);
  memory.conversations.set(sessionKey, conversation, now);
  return conversation;
}

function assignKnown<T extends object>(target: T, known: Partial<T>): void {
  for (const [key, value] of Object.entries(known)) {
    if (value !== undefined) Object.assign(target, { [key]: value });
  }
}
