// Runs compiled conditions of `filter.where` over documents, and tells what each leaf found.
// Must not read anything but own properties of the document, and must not throw on any document.
import { valuesAt } from "../values-at.ts";
import type { ValuesTest } from "./where-operators.ts";

/** A compiled condition; `at` is its place in the config. */
export type Clause =
  | { kind: "all" | "any"; at: string; clauses: readonly Clause[] }
  | { kind: "not"; at: string; clause: Clause }
  | { kind: "test"; at: string; path: readonly string[]; test: ValuesTest };

/** One leaf of a condition, held against one document. */
export interface ClauseResult {
  /** For example `filter.where["data.tool.name"].in`. */
  at: string;
  /** Values at the path; empty = missing. */
  found: readonly unknown[];
  passed: boolean;
}

/** Whether a document meets a condition. */
export function holds(clause: Clause, document: unknown): boolean {
  switch (clause.kind) {
    case "all":
      return clause.clauses.every((inner) => holds(inner, document));
    case "any":
      return clause.clauses.some((inner) => holds(inner, document));
    case "not":
      return !holds(clause.clause, document);
    default:
      return clause.test(valuesAt(document, clause.path));
  }
}

/** Every leaf with what it found, also behind the first that failed. `not` is not applied to its leaves. */
export function explainWhere(clause: Clause, document: unknown): ClauseResult[] {
  if (clause.kind === "not") return explainWhere(clause.clause, document);
  if (clause.kind !== "test") {
    return clause.clauses.flatMap((inner) => explainWhere(inner, document));
  }
  const found = valuesAt(document, clause.path);
  return [{ at: clause.at, found, passed: clause.test(found) }];
}
