// `filter.where` of a route: whether a verified request starts anything at all.
// Must not know what happens to a request that is filtered.
import { compileWhere } from "../../language/where-compile.ts";
import { explainWhere, holds, type ClauseResult } from "../../language/where.ts";
import { valuesOf, type RequestContent } from "../request/request-content.ts";

const roots = ["body", "headers", "query", "route", "receivedAt"];

export type CompiledFilter =
  | {
      ok: true;
      passes: (request: RequestContent) => boolean;
      /** Every leaf with what it found. */
      explain: (request: RequestContent) => ClauseResult[];
    }
  | { ok: false; problems: string[] };

/** Compiles the condition once. Problems start with their place: `filter.where["body.x"].inn: …`. */
export function compileFilter(where: unknown): CompiledFilter {
  const compiled = compileWhere(where, { at: "filter.where", roots });
  if (!compiled.ok) return compiled;
  return {
    ok: true,
    passes: (request) => holds(compiled.clause, valuesOf(request)),
    explain: (request) => explainWhere(compiled.clause, valuesOf(request)),
  };
}
