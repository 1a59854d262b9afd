// What became of every request that a Gateway accepted before it was killed: what the receiver was told, and what
// the model was asked.
import type { ModelServer } from "../test/support/model-server.ts";
import type { Received } from "../test/support/verifying-receiver.ts";
import { broken, type Verdict } from "./verdict.ts";

export interface Books {
  /** Id of each request that was answered as accepted → the words that only its prompt holds. */
  accepted: Map<string, string>;
  /** Requests of which no answer came: they may have been stored. */
  unanswered: number;
  refused: number;
  slowBoots: number;
}

/** The two ways in which a run may fail here; its error begins like this. */
const INTERRUPTED = "the Gateway stopped during the run";
const OUT_OF_TIME = "the run did not end within";

const NO_CALLS = { all: 0, anew: 0 };

/** Id of the inbound request that an event tells of; empty when it tells of none. */
export const requestOf = ({ event }: Received): string =>
  (event.data["request"] as { id?: string } | undefined)?.id ?? "";

/** What is known once everything has ended. */
export interface Evidence {
  part: string;
  kills: number;
  /** How many runs a Gateway may have going on at once. */
  concurrency: number;
  books: Books;
  received: readonly Received[];
  /** What the models were asked. */
  asked: ModelServer["requests"];
}

export function judge({ part, kills, concurrency, books, received, asked }: Evidence): Verdict {
  const { accepted } = books;
  const ids = [...accepted.keys()];
  const seen = Map.groupBy(received, requestOf);
  const events = (id: string): number =>
    new Set((seen.get(id) ?? []).map(({ event }) => event.id)).size;
  const errors = new Map(ids.map((id) => [id, errorOf(seen.get(id) ?? [])]));
  const failed = ids.filter((id) => errors.get(id) !== undefined);
  const failedWith = (words: string): string[] =>
    failed.filter((id) => errors.get(id)?.startsWith(words));
  const interrupted = failedWith(INTERRUPTED);
  const late = failedWith(OUT_OF_TIME);
  const calls = callsByMark(asked);
  const runs = [...accepted].map(([id, mark]) => ({ id, ...(calls.get(mark) ?? NO_CALLS) }));
  const resumed = runs.filter(({ all }) => all > 1);
  return {
    part,
    figures: {
      kills,
      accepted: ids.length,
      unanswered: books.unanswered,
      refused: books.refused,
      "boots given up": books.slowBoots,
      told: ids.filter((id) => events(id) === 1).length,
      completed: ids.filter((id) => seen.get(id)?.some(isCompletion)).length,
      "failed: interrupted": interrupted.length,
      "failed: out of time": late.length,
      "resumed by the host": resumed.length,
      lost: ids.filter((id) => events(id) === 0).length,
    },
    violations: [
      ...broken(
        "accepted and never ended",
        ids.filter((id) => events(id) === 0),
      ),
      ...broken(
        "ended more than once",
        ids.filter((id) => events(id) > 1),
      ),
      ...broken(
        "completed without a model call",
        runs.filter(({ id, all }) => all === 0 && !failed.includes(id)).map(({ id }) => id),
      ),
      ...broken(
        "failed for another reason",
        failed
          .filter((id) => !interrupted.includes(id) && !late.includes(id))
          .map((id) => `${id} (${errors.get(id)})`),
      ),
      ...broken(
        "begun more than once",
        runs.filter(({ anew }) => anew > 1).map(({ id }) => id),
      ),
      // Only what ran when the Gateway died may be resumed or fail, and only so many can run at once.
      ...(resumed.length > kills * concurrency ? [`${resumed.length} runs were resumed`] : []),
      ...(failed.length > kills * concurrency ? [`${failed.length} runs failed`] : []),
      ...broken(
        "wrongly signed",
        received.filter(({ verified }) => !verified).map(({ event }) => event.id),
      ),
    ],
  };
}

const isCompletion = ({ event }: Received): boolean => event.type === "inbound.completed";

/** Why its run failed; undefined when it did not. */
function errorOf(told: readonly Received[]): string | undefined {
  const failure = told.find(({ event }) => event.type === "inbound.failed");
  if (failure === undefined) return undefined;
  return (failure.event.data["error"] as { message: string }).message;
}

interface Calls {
  /** How often the model was asked with this mark in its messages. */
  all: number;
  /** Of these, with the prompt alone. The others are the host's, which goes on with a turn that it finds interrupted. */
  anew: number;
}

function callsByMark(asked: Evidence["asked"]): Map<string, Calls> {
  const calls = new Map<string, Calls>();
  for (const { messages } of asked) {
    // The host's notes about the session are lists of parts.
    const prompts = messages.filter(({ role, content }) => role === "user" && isText(content));
    const marks = JSON.stringify(messages).match(/mark-\d+-\d+/g) ?? [];
    for (const mark of new Set(marks)) {
      const { all, anew } = calls.get(mark) ?? { all: 0, anew: 0 };
      calls.set(mark, { all: all + 1, anew: anew + (prompts.length === 1 ? 1 : 0) });
    }
  }
  return calls;
}

const isText = (content: unknown): boolean => typeof content === "string";
