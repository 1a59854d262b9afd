// Rows by which the host notes in a transcript what it sent. Their keys say for whom: `<run id>:text-direct` for a
// run's words, a caller's own key for what a program sends (`openclaw message send`).
import { contentText, text, type Fields } from "../observation.ts";
import type { Memory } from "../memory.ts";

export function noteMirror(
  memory: Memory,
  at: number,
  sessionKey: string | undefined,
  message: Fields,
): void {
  const key = text(message["idempotencyKey"]);
  if (key === undefined) return;
  memory.mirrors.set(mirrorKey(sessionKey, contentText(message["content"])), key, at);
}

/** `runId` where the row names a turn; `program` where it names none. Undefined where there is no row. */
export function mirrorOf(
  memory: Memory,
  now: number,
  sessionKey: string | undefined,
  content: string,
): { runId: string } | "program" | undefined {
  const key = memory.mirrors.get(mirrorKey(sessionKey, content), now);
  if (key === undefined) return undefined;
  const run = memory.runs.find(now, ({ id }) => key === id || key.startsWith(`${id}:`));
  return run === undefined ? "program" : { runId: run.id };
}

function mirrorKey(sessionKey: string | undefined, content: string): string {
  return `${sessionKey ?? ""}\n${content.trim()}`;
}
