// What one observation knows and another needs: runs, conversations, replies on their way.
// Bounded in entries and age; losing an entry costs a field of an event, never an event.
import type { ParentTurn } from "../generated/event.ts";
import { BoundedMap } from "./bounded-map.ts";
import type {
  Announcement,
  Conversation,
  KnownSession,
  Outgoing,
  ProducedReply,
  Run,
  RunningCall,
  Unexpected,
  UnexpectedKind,
} from "./known.ts";
import type { Observation } from "./observation.ts";

const HOUR_MS = 3_600_000;
const MAX_RUNS = 5_000;
const MAX_SESSIONS = 10_000;
const MAX_REPLIES = 5_000;
const MAX_TOOL_CALLS = 20_000;
const MAX_MESSAGES = 20_000;

/** Raised when the shapes below change, so that a replaced plugin does not read an older memory. */
export const MEMORY_VERSION = 3;

export interface Memory {
  readonly version: number;
  readonly runs: BoundedMap<Run>;
  readonly conversations: BoundedMap<Conversation>;
  readonly announcements: BoundedMap<Announcement>;
  /** Transcript messages of users that were seen. */
  readonly userMessages: BoundedMap<true>;
  /** By session id. */
  readonly sessions: BoundedMap<KnownSession>;
  readonly toolCalls: BoundedMap<RunningCall>;
  /** Slash commands, told once a turn shows that they reached an agent; by run id. */
  readonly commands: BoundedMap<Observation>;
  /** Who spawned a sub-agent, by its session key. */
  readonly parents: BoundedMap<ParentTurn>;
  /** What is on its way, oldest first. */
  readonly outgoing: Outgoing[];
  /** Keys of the rows by which the host notes what it sent, by session key and words. */
  readonly mirrors: BoundedMap<string>;
  /** Channels that were seen to confirm a reply. */
  readonly confirming: Set<string>;
  readonly produced: Map<string, ProducedReply>;
  readonly unexpected: Map<UnexpectedKind, Unexpected>;
}

export function createMemory(): Memory {
  return {
    version: MEMORY_VERSION,
    runs: new BoundedMap(MAX_RUNS, 24 * HOUR_MS),
    conversations: new BoundedMap(MAX_SESSIONS, 7 * 24 * HOUR_MS),
    announcements: new BoundedMap(MAX_REPLIES, HOUR_MS),
    userMessages: new BoundedMap(MAX_MESSAGES, HOUR_MS),
    sessions: new BoundedMap(MAX_SESSIONS, 24 * HOUR_MS),
    toolCalls: new BoundedMap(MAX_TOOL_CALLS, 24 * HOUR_MS),
    commands: new BoundedMap(MAX_REPLIES, HOUR_MS),
    parents: new BoundedMap(MAX_SESSIONS, 24 * HOUR_MS),
    outgoing: [],
    mirrors: new BoundedMap(MAX_REPLIES, HOUR_MS),
    confirming: new Set(),
    produced: new Map(),
    unexpected: new Map(),
  };
}

/** Merges what is newly known into a run; undefined fields change nothing. */
export function noteRun(memory: Memory, runId: string, now: number, known: Partial<Run>): Run {
  const run: Run = memory.runs.get(runId, now) ?? { id: runId };
  // A run stays in its session: what names another one later names one that exists nowhere.
  const { sessionKey = known.sessionKey } = run;
  assignKnown(run, { ...known, sessionKey });
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

export function noteSession(
  memory: Memory,
  sessionId: string,
  now: number,
  known: Partial<KnownSession>,
): KnownSession {
  const session: KnownSession = memory.sessions.get(sessionId, now) ?? { messages: 0 };
  assignKnown(session, known);
  memory.sessions.set(sessionId, session, now);
  return session;
}

function assignKnown<T extends object>(target: T, known: Partial<T>): void {
  for (const [key, value] of Object.entries(known)) {
    if (value !== undefined) Object.assign(target, { [key]: value });
  }
}
