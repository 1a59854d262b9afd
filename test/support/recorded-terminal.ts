// A terminal that keeps what was written, with time and width as a test wants them, and answers made up front.
import type { Cli } from "../../src/cli/cli.ts";

export interface RecordedCli extends Cli {
  printed: string[];
  notices: string[];
  asked: { method: string; params: object }[];
  exitCode: () => number;
  questions: string[];
}

/** 2026-03-14T10:30:00Z */
export const NOW = Date.UTC(2026, 2, 14, 10, 30);

/**
 * `answers`: what `ask` gives, in turn; an error among them is thrown. `confirms`: what a person answers; absent:
 * nobody is there. Waiting takes no time.
 */
export function recordedCli(
  answers: readonly unknown[],
  columns = 80,
  confirms?: boolean,
): RecordedCli {
  const left = [...answers];
  const printed: string[] = [];
  const notices: string[] = [];
  const asked: RecordedCli["asked"] = [];
  const questions: string[] = [];
  let exitCode = 0;
  return {
    printed,
    notices,
    asked,
    exitCode: () => exitCode,
    questions,
    confirm: async (question) => {
      questions.push(question);
      return confirms;
    },
    prompt: async (question) => {
      questions.push(question);
      return undefined;
    },
    host: { call: async () => ({ kind: "unreachable" }), environment: {} },
    print: (line) => void printed.push(line),
    notice: (line) => void notices.push(line),
    progress: (line) => void notices.push(line),
    columns,
    isTerminal: true,
    colour: (_, text) => text,
    now: () => NOW,
    wait: async () => undefined,
    exitWith: (code) => {
      exitCode = code;
    },
    async ask<Answer>(method: string, params: object = {}) {
      asked.push({ method, params });
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return answer as Answer;
    },
  };
}
