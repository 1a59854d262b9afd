// Observations in, events out: the whole of `event/` behind one door. Pure but for its memory.
import type { EventRecord } from "../engine/record.ts";
import { rowFor } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { toRecord, type EnvelopeContext } from "./envelope.ts";
import { sessionsEnded } from "./map/session.ts";
import type { Memory } from "./memory.ts";
import type { Observation } from "./observation.ts";
import { outgoingDue } from "./reply/delivered.ts";
import { producedDue } from "./reply/produced.ts";
import { watchShape } from "./unexpected.ts";

export interface Translator {
  /** The events that this observation tells of; mostly none or one. */
  observe: (observation: Observation) => EventRecord[];
  /** Events that were only waiting for time to pass; `all` when there is no more time. */
  due: (now: number, all: boolean) => EventRecord[];
  /** The Gateway ends: everything that waits, and the end of every session. */
  ended: (now: number) => EventRecord[];
}

export function createTranslator(memory: Memory, context: EnvelopeContext): Translator {
  const recorded = (drafts: readonly Draft[]): EventRecord[] =>
    drafts.map((draft) => toRecord(withHops(draft, memory), context));
  const due = (now: number, all: boolean): Draft[] => [
    ...producedDue(memory, now, all),
    ...outgoingDue(memory, now, all),
  ];
  return {
    observe(observation) {
      watchShape(memory, observation);
      return recorded(rowFor(observation.source, observation.name)?.map(observation, memory) ?? []);
    },
    due: (now, all) => recorded(due(now, all)),
    ended: (now) => recorded([...due(now, true), ...sessionsEnded(memory, now)]),
  };
}

/** Whatever happens in a session that a request started carries how it came to be. */
export function withHops(draft: Draft, memory: Memory): Draft {
  const { sessionKey } = draft.subject;
  const hops =
    sessionKey === undefined ? undefined : memory.conversations.get(sessionKey, draft.at)?.hops;
  return hops === undefined ? draft : { ...draft, hops };
}
