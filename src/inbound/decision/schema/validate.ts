// Holds a body to its route's own JSON Schema. The schema is the operator's and trusted, the body is
// not: patterns run in linear time, nothing is fetched, and no message repeats a value of the body.
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { compileLinearRegex } from "../../../language/regex/linear-regex.ts";
import { schemaCost, type Cost } from "../cost.ts";
import { toMismatch, type SchemaMismatch } from "./mismatch.ts";
import { lostNumberProblem, schemaNumbers } from "./schema-numbers.ts";
import { largeSchemaProblem } from "./schema-size.ts";
import { endsWithin } from "./time-limit.ts";

export type CompiledSchema =
  /** `check` gives an empty list for a body that fits, else up to 10 mismatches. */
  | { ok: true; check: (body: unknown) => SchemaMismatch[]; cost: Cost }
  | { ok: false; problem: string };

const maxMismatches = 10;
/** Above this many values only the first mismatch is looked for: each costs an object in memory. */
const maxThoroughValues = 10_000;
/** Steps for each byte of a body, up to which they are looked for without a limit of time. */
const maxThoroughCost = 1000;
/** So much longer the other mismatches may be looked for where no bound of the work is known. */
const maxThoroughMs = 100;

const draft07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;
const draft2020 = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

/**
 * Draft 2020-12, or draft-07 where `$schema` says so. Keywords that do not exist are problems, since
 * a misspelt one would let everything through. `format` is a remark, as in the specification. `root`: what messages
 * call that which is checked.
 */
export function compileSchema(
  schema: Readonly<Record<string, unknown>>,
  root: "body" | "fields" = "body",
): CompiledSchema {
  const dialect = schema["$schema"] ?? "https://json-schema.org/draft/2020-12/schema";
  const isDraft07 = typeof dialect === "string" && draft07.test(dialect);
  if (!isDraft07 && !(typeof dialect === "string" && draft2020.test(dialect))) {
    return { ok: false, problem: "schema.$schema: expected draft-07 or draft 2020-12" };
  }
  if (Object.hasOwn(schema, "$async")) return { ok: false, problem: "schema.$async: not taken" };
  const problem = largeSchemaProblem(schema) ?? lostNumberProblem(schema);
  if (problem !== undefined) return { ok: false, problem };
  try {
    const numbers = schemaNumbers(schema);
    const compile = (allErrors: boolean): ValidateFunction => {
      const ajv = isDraft07 ? new Ajv(options(allErrors)) : new Ajv2020(options(allErrors));
      for (const each of numbers.keywords) ajv.removeKeyword(each.keyword).addKeyword(each);
      return ajv.compile(schema);
    };
    const first = compile(false);
    const all = compile(true);
    const cost = schemaCost(schema);
    const isBounded = cost <= maxThoroughCost;
    const check = (sent: unknown): SchemaMismatch[] => {
      const body = numbers.standIn(sent);
      return first(body)
        ? []
        : explain(root, body, first.errors ?? [], isBounded ? all : limited(all));
    };
    return { ok: true, check, cost };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `schema: ${reason.slice(0, 300)}` };
  }
}

function options(allErrors: boolean): Options {
  return {
    allErrors,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateFormats: false,
    // Compiles with the schema, so a pattern that is not linear is a problem at load.
    code: { regExp: Object.assign(linearPattern, { code: "linearPattern" }) },
    logger: false,
  };
}

function linearPattern(source: string): { test: RegExp["test"]; toString: () => string } {
  const compiled = compileLinearRegex(source);
  if (!compiled.ok) throw new Error(`pattern ${JSON.stringify(source)}: ${compiled.error}`);
  // ajv shares patterns of equal text.
  return { test: compiled.test, toString: () => source };
}

/** Gives an empty list of errors when it takes too long. */
function limited(
  all: ValidateFunction,
): Pick<ValidateFunction, "errors"> & ((body: unknown) => void) {
  const check = Object.assign(
    (body: unknown) => {
      check.errors = endsWithin(maxThoroughMs, () => all(body)) ? (all.errors ?? []) : [];
    },
    { errors: [] as ErrorObject[] },
  );
  return check;
}

function explain(
  root: string,
  body: unknown,
  first: readonly ErrorObject[],
  all: Pick<ValidateFunction, "errors"> & ((body: unknown) => unknown),
): SchemaMismatch[] {
  const isThorough = !hasMoreValues(body, maxThoroughValues);
  if (isThorough) all(body);
  const found = isThorough ? (all.errors ?? []) : [];
  return (found.length > 0 ? found : first)
    .slice(0, maxMismatches)
    .map((error) => toMismatch(error, root, body));
}

function hasMoreValues(body: unknown, limit: number): boolean {
  const open: unknown[] = [body];
  for (let seen = 0; open.length > 0;) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const values: unknown[] = Object.values(next);
    seen += values.length;
    if (seen > limit) return true;
    open.push(...values);
  }
  return false;
}
