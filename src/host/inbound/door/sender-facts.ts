// What the engine's thread knows of senders, for the door. Waits a bounded time, and never fails: what cannot be known
// now is said to be so.
import type { EngineClient } from "../../../engine/thread/client.ts";
import type { SenderFacts } from "../../../inbound/sender-facts.ts";
import { foldName } from "../../../language/fold.ts";

/** Longer than the engine tries, which is 5 s; senders wait 10 s and more. */
const WAIT_MS = 7000;
const RETRY_S = 5;

export function senderFacts(
  { call }: Pick<EngineClient, "call">,
  warn: (message: string) => void,
): SenderFacts {
  /** Undefined: it was not answered. */
  async function ask<Answer>(question: Promise<Answer>): Promise<{ answer: Answer } | undefined> {
    try {
      return { answer: await question };
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  return {
    async keys(question) {
      const asked = await ask(call("publishedKeys", [question], WAIT_MS));
      const late = { ok: false, reason: "the engine does not answer", retryAfterSeconds: RETRY_S };
      return asked?.answer ?? (late as { ok: false } & typeof late);
    },
    async secret(route) {
      const asked = await ask(call("broughtSecret", [foldName(route)], WAIT_MS));
      return asked === undefined ? "unknown" : asked.answer && { value: asked.answer.value };
    },
    async bring(route, secret, requestId) {
      const asked = await ask(call("bringSecret", [foldName(route), secret, requestId], WAIT_MS));
      return asked?.answer ?? "unknown";
    },
    async confirm(url) {
      const asked = await ask(call("confirm", [url], WAIT_MS));
      const answer = asked?.answer ?? { ok: false, reason: "the engine does not answer" };
      if (!answer.ok) warn(`a subscription could not be confirmed: ${answer.reason}`);
      return answer;
    },
  };
}
