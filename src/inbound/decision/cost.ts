// What checking one byte of a body may cost by a route's own words, before any body is there: only what is sure to
// be cheap is done on the Gateway's thread. Must not run a schema or a condition.
import { compileLinearRegex } from "../../language/regex/linear-regex.ts";

/**
 * Steps per byte of a body: one is a state of a pattern, or one part of a schema, held against one value. `Infinity`
 * where no bound follows from the schema alone.
 */
export type Cost = number;

type Schema = Readonly<Record<string, unknown>>;

const ONE = ["additionalItems", "additionalProperties", "contains", "else", "if", "items", "not"]
  .concat(["propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"])
  .map((keyword) => [keyword, (value: unknown) => [value].flat()] as const);
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"].map(
  (keyword) => [keyword, (value: unknown) => (Array.isArray(value) ? value : [])] as const,
);
const MAPS = ["dependencies", "dependentSchemas", "patternProperties", "properties"].map(
  (keyword) =>
    [keyword, (value: unknown) => (isObject(value) ? Object.values(value) : [])] as const,
);
/** Keywords whose value holds schemas that are applied. `$defs` are only through a `$ref`. */
const APPLIED: ReadonlyMap<string, (value: unknown) => unknown[]> = new Map([
  ...ONE,
  ...LISTS,
  ...MAPS,
]);
const SCALARS: ReadonlySet<unknown> = new Set(["boolean", "integer", "null", "number", "string"]);
/** One step compares so many values of an `enum`, or names of a `required`. */
const COMPARED = 8;

/**
 * Each value of a body meets each part of the schema at most as often as the part stands there once every `$ref` is
 * written out. A schema that comes back to itself has no such bound: with alternatives in it the work doubles with
 * each level of the body. Neither has `uniqueItems` over anything but scalars, which compares each with each.
 */
export function schemaCost(root: Schema): Cost {
  const known = new Map<Schema, Cost>();
  const open = new Set<Schema>();

  const of = (schema: unknown): Cost => {
    if (!isObject(schema)) return 1;
    if (open.has(schema)) return Infinity;
    const before = known.get(schema);
    if (before !== undefined) return before;
    open.add(schema);
    const cost = Object.entries(schema).reduce(
      (sum, [keyword, value]) => sum + ofKeyword(keyword, value, schema),
      1,
    );
    open.delete(schema);
    known.set(schema, cost);
    return cost;
  };

  const ofKeyword = (keyword: string, value: unknown, schema: Schema): Cost => {
    switch (keyword) {
      case "$ref":
        return of(target(root, value));
      case "$dynamicRef":
      case "$recursiveRef":
        return Infinity;
      case "uniqueItems":
        return value === false || hasScalarItems(schema) ? 1 : Infinity;
      case "pattern":
        return patternCost(value);
      case "patternProperties":
        return (
          Object.keys(Object(value)).reduce((sum, source) => sum + patternCost(source), 0) +
          sumOf(APPLIED.get(keyword)?.(value) ?? [])
        );
      case "const":
      case "enum":
      case "required":
        return valueCount(value) / COMPARED;
      default:
        return sumOf(APPLIED.get(keyword)?.(value) ?? []);
    }
  };

  const sumOf = (schemas: readonly unknown[]): Cost =>
    schemas.reduce<number>((sum, schema) => sum + of(schema), 0);

  return of(root);
}

/** What a reference leads to, in this schema; anything but a pointer counts as the whole. */
function target(root: Schema, reference: unknown): unknown {
  if (typeof reference !== "string" || !reference.startsWith("#/")) return root;
  let found: unknown = root;
  for (const token of reference.slice(2).split("/")) {
    const key = decoded(token).replaceAll("~1", "/").replaceAll("~0", "~");
    if (found === null || typeof found !== "object" || !Object.hasOwn(found, key)) return root;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

function hasScalarItems({ items }: Schema): boolean {
  const types = isObject(items) ? [items["type"]].flat() : [];
  return types.length > 0 && types.every((type) => SCALARS.has(type));
}

const WORDS = new Set(["all", "any", "not"]);
/** Finding the values at a path takes so many steps for each byte at most. */
const PATH_COST = 4;

/** Of a condition as it is written. */
export function whereCost(where: unknown): Cost {
  if (Array.isArray(where)) return where.reduce<number>((sum, each) => sum + whereCost(each), 0);
  if (!isObject(where)) return 0;
  return Object.entries(where).reduce((sum, [key, value]) => {
    if (WORDS.has(key)) return sum + whereCost(value);
    const operators = isObject(value) ? Object.entries(value) : [["eq", value] as const];
    return operators.reduce((all, [name, operand]) => all + operatorCost(name, operand), sum);
  }, 0);
}

function operatorCost(name: string, operand: unknown): Cost {
  if (name === "regex") return PATH_COST + patternCost(operand);
  // The search of a long text compares it from many places.
  if (name === "contains") return PATH_COST + String(operand).length / COMPARED;
  return PATH_COST;
}

function patternCost(source: unknown): Cost {
  const compiled = typeof source === "string" ? compileLinearRegex(source) : undefined;
  return compiled?.ok === true ? compiled.states : 1;
}

function valueCount(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + valueCount(each), 1);
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
