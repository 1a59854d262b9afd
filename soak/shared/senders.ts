// Senders as providers are: each sends its request again, with the same id, until it is answered that it was taken.
import { setTimeout } from "node:timers/promises";
import type { Books } from "../gateway-books.ts";

export interface Senders {
  /** Resolves when all of them were taken, or given up. `pauseMs`: from now. */
  send: (requests: readonly { mark: string; pauseMs: number }[]) => Promise<void>;
  /** How often one was sent once more. */
  repeats: () => number;
  /** Marks of those that were given up. */
  refused: () => string[];
  /** Marks of those that were taken under more than one id. */
  doubled: () => string[];
}

const PATIENCE_MS = 240_000;
const ANSWER_MS = 15_000;
const AGAIN_MS = 500;

/** `books`: where it is noted what was taken, refused and not answered. */
export function createSenders(url: string, token: string, books: Books): Senders {
  const taken = new Map<string, Set<string>>();
  const given: string[] = [];
  let repeats = 0;

  async function isTaken(mark: string): Promise<boolean> {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ mark });
    const signal = AbortSignal.timeout(ANSWER_MS);
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal });
      const { id, status } = (await response.json()) as { id: string; status: string };
      if (response.status !== 200 || !["accepted", "duplicate"].includes(status)) {
        books.refused += 1;
        return false;
      }
      books.accepted.set(id, mark);
      taken.set(mark, (taken.get(mark) ?? new Set()).add(id));
      return true;
    } catch {
      books.unanswered += 1;
      return false;
    }
  }

  async function sendOne(mark: string): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (!(await isTaken(mark))) {
      if (performance.now() > until) {
        given.push(mark);
        return;
      }
      repeats += 1;
      await setTimeout(AGAIN_MS);
    }
  }

  return {
    async send(requests) {
      await Promise.all(
        requests.map(async ({ mark, pauseMs }) => {
          await setTimeout(pauseMs);
          await sendOne(mark);
        }),
      );
    },
    repeats: () => repeats,
    refused: () => given,
    doubled: () => [...taken].filter(([, ids]) => ids.size > 1).map(([mark]) => mark),
  };
}
