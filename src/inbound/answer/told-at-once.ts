// What the caller of an accepted request is told, fixed while the request is at hand. Must not wait for anything.
import { contentText, type RequestContent } from "../request/request-content.ts";
import type { HttpAnswer } from "./answer.ts";
import type { RouteAnswer } from "./route-answer.ts";

/** Neither: it is told as JSON what became of it. */
export interface AtOnce {
  answer?: HttpAnswer;
  /** With `wait`: what the answer is rendered from once the run has ended. JSON text. */
  content?: string;
}

export function toldAtOnce(
  { answer: { words, waits } }: { answer: RouteAnswer },
  content: RequestContent,
): { ok: true; told: AtOnce } | { ok: false; error: string } {
  if (words === undefined) return { ok: true, told: {} };
  if (waits) return { ok: true, told: { content: contentText(words.content(content)) } };
  const rendered = words.render(content, { status: "accepted" });
  return rendered.ok ? { ok: true, told: { answer: rendered.answer } } : rendered;
}
