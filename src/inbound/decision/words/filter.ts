// `filter.where` of a route: whether a verified request starts anything at all.
// Must not know what happens to a request that is filtered.
import { configPath } from "../../../language/config-path.ts";
import { hasLostDigits } from "../../../language/number/exact-number.ts";
import { compileWhere } from "../../../language/where/where-compile.ts";
import { explainWhere, holds, type ClauseResult } from "../../../language/where/where.ts";
import { valuesOf, type RequestContent } from "../../request/request-content.ts";

const ROOTS = ["body", "headers", "query", "route", "receivedAt"];

export type CompiledFilter =
  | {
      ok: true;
      passes: (request: RequestContent) => boolean;
      /** Every leaf with what it found. */
      explain: (request: RequestContent) => ClauseResult[];
    }
  | { ok: false; problems: string[] };

/**
 * Compiles the condition once. Problems start with their place: `filter.where["body.x"].inn: …`.
 * `hasItems`: the route makes runs of the items of a list, and the condition may look at one.
 */
export function compileFilter(where: unknown, hasItems = false): CompiledFilter {
  const roots = hasItems ? [...ROOTS, "item"] : ROOTS;
  const compiled = compileWhere(where, { at: "filter.where", roots });
  if (!compiled.ok) return compiled;
  const problems = lostDigitsIn(where, "filter.where");
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    passes: (request) => holds(compiled.clause, valuesOf(request)),
    explain: (request) => explainWhere(compiled.clause, valuesOf(request)),
  };
}

/** A config's numbers are doubles: what was written is not known any more, and would be equal to nothing. */
function lostDigitsIn(value: unknown, at: string): string[] {
  if (hasLostDigits(value))
    return [`${at}: a config cannot hold all digits of this number; write it in quotes`];
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, below]) =>
    lostDigitsIn(below, configPath(at, isList ? Number(key) : key)),
  );
}
