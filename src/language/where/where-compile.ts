// Compiles the condition language of `filter.where` once, when config is read.
// Must report every problem with its place in the config, and must not see a document.
import { configPath } from "../config-path.ts";
import { didYouMean } from "../nearest.ts";
import { isScalar, operators } from "./where-operators.ts";
import type { Clause } from "./where.ts";

export type CompiledWhere = { ok: true; clause: Clause } | { ok: false; problems: string[] };

const maxDepth = 16;
const maxClauses = 500;

interface Compilation {
  /** First names of every valid path: the document's own keys. */
  roots: readonly string[];
  problems: string[];
  clauses: number;
}

/**
 * Compiles `{ path: literal | { operator: operand, … }, any: […], all: […], not: {…} }`; several
 * keys mean "and". Paths: see `valuesAt`. Problems start with their place, for example
 * `filter.where["data.tool.name"].inn: unknown operator …`.
 */
export function compileWhere(
  where: unknown,
  { at, roots }: { at: string; roots: readonly string[] },
): CompiledWhere {
  const compilation: Compilation = { roots, problems: [], clauses: 0 };
  const clause = compileObject(where, at, 1, compilation);
  const { problems } = compilation;
  return problems.length > 0 ? { ok: false, problems } : { ok: true, clause };
}

const never: Clause = { kind: "any", at: "", clauses: [] };

function fail(compilation: Compilation, at: string, message: string): Clause {
  compilation.problems.push(`${at}: ${message}`);
  return never;
}

function compileObject(
  where: unknown,
  at: string,
  depth: number,
  compilation: Compilation,
): Clause {
  if (!isObject(where)) return fail(compilation, at, "expected an object of path: condition");
  if (depth > maxDepth) return fail(compilation, at, `nested deeper than ${maxDepth} levels`);
  const clauses = Object.entries(where).map(([key, value]) => {
    const here = configPath(at, key);
    if (key === "any" || key === "all") {
      return compileList(key, value, here, depth, compilation);
    }
    if (key === "not") {
      return {
        kind: "not" as const,
        at: here,
        clause: compileObject(value, here, depth + 1, compilation),
      };
    }
    return compileCondition(key, value, here, compilation);
  });
  return { kind: "all", at, clauses };
}

function compileList(
  kind: "any" | "all",
  list: unknown,
  at: string,
  depth: number,
  compilation: Compilation,
): Clause {
  if (!Array.isArray(list) || list.length === 0) {
    return fail(compilation, at, "expected a list with at least one condition object");
  }
  const clauses = list.map((entry, index) =>
    compileObject(entry, configPath(at, index), depth + 1, compilation),
  );
  return { kind, at, clauses };
}

function compileCondition(
  path: string,
  condition: unknown,
  at: string,
  compilation: Compilation,
): Clause {
  const keys = path.split(".");
  const root = keys[0] ?? "";
  if (keys.includes("") || !compilation.roots.includes(root)) {
    return fail(compilation, at, unknownPath(path, root, compilation.roots));
  }
  if (isScalar(condition)) return compileTest(keys, "eq", condition, at, compilation);
  if (Array.isArray(condition)) {
    return fail(compilation, at, "a list is no condition; write { in: [...] } for one of several");
  }
  if (!isObject(condition) || Object.keys(condition).length === 0) {
    return fail(compilation, at, "expected a value or an object of operators");
  }
  const clauses = Object.entries(condition).map(([operator, operand]) =>
    compileTest(keys, operator, operand, configPath(at, operator), compilation),
  );
  return { kind: "all", at, clauses };
}

function compileTest(
  path: readonly string[],
  operator: string,
  operand: unknown,
  at: string,
  compilation: Compilation,
): Clause {
  compilation.clauses++;
  if (compilation.clauses > maxClauses) {
    if (compilation.clauses > maxClauses + 1) return never;
    return fail(compilation, at, `more than ${maxClauses} conditions`);
  }
  const compile = operators.get(operator);
  if (!compile) {
    const names = [...operators.keys()];
    const hint = didYouMean(operator, names) || `; operators are ${names.join(", ")}`;
    return fail(compilation, at, `unknown operator "${operator}"${hint}`);
  }
  const compiled = compile(operand);
  if (!compiled.ok) return fail(compilation, at, compiled.error);
  return { kind: "test", at, path, test: compiled.test };
}

function unknownPath(path: string, root: string, roots: readonly string[]): string {
  // The root that holds what was sent, where others hold what is known about it.
  const main = roots.find((name) => name === "data" || name === "body");
  const hint =
    didYouMean(root, roots) || (root && main ? ` (did you mean "${main}.${path}"?)` : "");
  return `unknown path "${path}"${hint}; paths start with ${roots.join(", ")}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
