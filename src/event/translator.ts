// Observations in, events out: the whole of `event/` behind one door. Pure but for its memory.
import type { EventRecord } from "../engine/record.ts";
import { rowFor } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { toRecord, type EnvelopeContext } from "./envelope.ts";
import type { Memory } from "./memory.ts";
import type { Observation } from "./observation.ts";
import { outgoingDue } from "./reply/delivered.ts";
import { producedDue } from "./reply/produced.ts";

export interface Translator {
  /** The events that this observation tells of; mostly none or one. */
  observe: (observation: Observation) => EventRecord[];
  /** Events that were only waiting for time to pass; `all` when there is no more time. */
  due: (now: number, all: boolean) => EventRecord[];
}

export function createTranslator(memory: Memory, context: EnvelopeContext): Translator {
  return {
    observe(observation) {
      const drafts = rowFor(observation.source, observation.name)?.map(observation, memory) ?? [];
      return drafts.map((draft) => toRecord(withHops(draft, memory), context));
    },
    due: (now, all) =>
      [...producedDue(memory, now, all), ...outgoingDue(memory, now, all)].map((draft) =>
        toRecord(withHops(draft, memory), context),
      ),
  };
}

/** Whatever happens in a session that a request started carries how it came to be. */
export function withHops(draft: Draft, memory: Memory): Draft {
  const { sessionKey } = draft.subject;
  const hops =
    sessionKey === undefined ? undefined : memory.conversations.get(sessionKey, draft.at)?.hops;
  return hops === undefined ? draft : { ...draft, hops };
}
