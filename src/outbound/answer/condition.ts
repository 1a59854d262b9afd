// Compiles what `success` and `giveUpOn` ask of an answer. Sees no answer.
import type { AnswerCondition } from "../../config/settings.ts";
import { compileWhere } from "../../language/where/where-compile.ts";
import { holds } from "../../language/where/where.ts";

/** An answer as conditions see it: header names in lower case, `body` parsed when it is JSON. */
export interface AnswerDocument {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

export interface CompiledCondition {
  /** Absent: it asks for no status. */
  status?: (status: number) => boolean;
  /** Absent: it asks for nothing else. */
  where?: (answer: AnswerDocument) => boolean;
}

const ANSWER_KEYS = ["status", "headers", "body"];

/** `at`: where it stands below the endpoint, with which each problem starts. */
export function compileCondition(
  { status, where }: AnswerCondition,
  at: string,
): { condition: CompiledCondition; problems: string[] } {
  const condition: CompiledCondition = {};
  if (status) condition.status = statusTest(status);
  if (!where) return { condition, problems: [] };
  const compiled = compileWhere(where, { at: `${at}.where`, roots: ANSWER_KEYS });
  if (!compiled.ok) return { condition, problems: compiled.problems };
  condition.where = (answer) => holds(compiled.clause, answer);
  return { condition, problems: [] };
}

function statusTest(wanted: readonly (number | string)[]): (status: number) => boolean {
  const set = new Set(wanted);
  return (status) => set.has(status) || set.has(`${Math.floor(status / 100)}xx`);
}

/** Every part that is there holds; without a `status` it must be a 2xx. */
export function isDelivered({ status, where }: CompiledCondition, answer: AnswerDocument): boolean {
  const asked = status ?? ((found: number) => found >= 200 && found < 300);
  return asked(answer.status) && (where?.(answer) ?? true);
}

/** One part that is there holds. */
export function isOneOf({ status, where }: CompiledCondition, answer: AnswerDocument): boolean {
  return (status?.(answer.status) ?? false) || (where?.(answer) ?? false);
}
