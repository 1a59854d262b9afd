// An event before it has an id: what a mapper returns.
import type { ConversationPlace, ParentTurn, WebhookEvent } from "../generated/event.ts";
import type { Party } from "./known.ts";
import type { Memory } from "./memory.ts";
import { agentOfSessionKey, type Observation } from "./observation.ts";
import { triggerByName, type Trigger } from "./who/trigger.ts";

interface DraftOf<Event extends WebhookEvent> {
  type: Event["type"];
  /** When it happened, ms since the epoch. */
  at: number;
  subject: Subject;
  /** What is particular to the type; `subject` fills in the rest of `data`. */
  data: Omit<Event["data"], keyof Subject | "truncated">;
  traceparent?: string;
  hops?: number;
}

/** One shape for each event type, so that what a mapper returns is held to the type's schema. */
export type Draft = { [E in WebhookEvent as E["type"]]: DraftOf<E> }[WebhookEvent["type"]];

/** Whom an event is about, as far as it is known. */
export interface Subject extends Party {
  agentId?: string;
  sessionId?: string;
  sessionKey?: string;
  runId?: string;
  trigger?: Trigger;
  conversation?: ConversationPlace;
  parent?: ParentTurn;
}

/** Reads one observation: remembers what others will need, and tells what happened, if anything did. */
export type Mapper = (observation: Observation, memory: Memory) => Draft[];

/** Completes a subject from what memory knows of its run and its conversation. */
export function completeSubject(memory: Memory, now: number, known: Subject): Subject {
  const { runId } = known;
  const run = runId === undefined ? undefined : memory.runs.get(runId, now);
  const sessionKey = known.sessionKey ?? run?.sessionKey;
  const conversation =
    sessionKey === undefined ? undefined : memory.conversations.get(sessionKey, now);
  const said = run?.said ?? conversation?.said;
  return {
    agentId: known.agentId ?? run?.agentId ?? agentOfSessionKey(sessionKey),
    sessionId: known.sessionId ?? run?.sessionId ?? conversation?.sessionId,
    sessionKey,
    runId,
    channel: known.channel ?? said?.party.channel,
    accountId: known.accountId ?? said?.party.accountId,
    userId: known.userId ?? said?.party.userId,
    trigger: known.trigger ?? run?.trigger ?? triggerByName(runId, sessionKey),
    conversation: known.conversation ?? said?.place,
    parent: known.parent ?? parentOf(memory, now, sessionKey),
  };
}

function parentOf(
  memory: Memory,
  now: number,
  sessionKey: string | undefined,
): ParentTurn | undefined {
  return sessionKey === undefined ? undefined : memory.parents.get(sessionKey, now);
}
