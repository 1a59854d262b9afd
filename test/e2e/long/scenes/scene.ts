// A scene: what is done, and every event that is told of it.
import type { FactsStage } from "./facts-stage.ts";

export interface Scene {
  name: string;
  play: (stage: FactsStage) => unknown;
  /** Every event, as `line.ts` writes it; one more fails the scene as well. */
  tells: readonly string[];
  /** It is not over before the model was asked with this tag: for what tells little or nothing. */
  asks?: string;
}

/** In the chat of the first user with the bot of `main`. */
const CHAT = "on telegram | direct telegram:12345 | user 12345";

export const received = (words: string, where = CHAT, key = "main:main"): string =>
  `message.received | by user | ${where} | in ${key} | “${words}”`;

export const created = (where = CHAT, key = "main:main"): string =>
  `session.created | by user | ${where} | in ${key}`;

/** A reply that was confirmed. `rest`: model, tokens, media, words. */
export const sent = (
  rest: string,
  { where = CHAT, to = "telegram:12345", run = "A", key = "main:main" } = {},
): string =>
  `message.sent | by user | ${where} | to ${to} | confirmed | run ${run} | in ${key} | ${rest}`;

export const tool = (name: string, where = CHAT, key = "main:main", run = "A"): string[] => [
  `tool.called | by user | ${where} | run ${run} | in ${key} | ${name}`,
  `tool.completed | by user | ${where} | run ${run} | in ${key} | ${name} done`,
];

export const ONE_CALL = "mock-1 | 200+45 tokens";
export const TWO_CALLS = "mock-1 | 400+90 tokens";
