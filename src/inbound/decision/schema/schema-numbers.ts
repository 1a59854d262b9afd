// How a schema sees numbers that no double holds: the validator is given a stand-in for each, and what it asks of a
// number is answered by the number as it was written. Must not change a body.
import {
  decimalOf,
  isMultiple,
  isWhole,
  compareDecimals,
  type Decimal,
} from "../../../language/number/decimal.ts";
import {
  decimalFrom,
  ExactNumber,
  hasLostDigits,
  numberKey,
} from "../../../language/number/exact-number.ts";
import { configPath } from "../../../language/config-path.ts";

/** As the validator's library takes a keyword (ajv, `FuncKeywordDefinition`). */
interface NumberKeyword {
  keyword: string;
  type: "number";
  schemaType: "number";
  validate: (wanted: number, given: number) => boolean;
  error: { message: (context: { schema: unknown }) => string };
}

export interface SchemaNumbers {
  /** In place of the library's own, which divide and compare doubles. */
  keywords: readonly NumberKeyword[];
  /** The body to validate: the same one where it holds no such number. Until the next call the keywords know it. */
  standIn: (body: unknown) => unknown;
}

const bounds: readonly [keyword: string, sign: string, holds: (order: number) => boolean][] = [
  ["maximum", "<=", (order) => order <= 0],
  ["minimum", ">=", (order) => order >= 0],
  ["exclusiveMaximum", "<", (order) => order < 0],
  ["exclusiveMinimum", ">", (order) => order > 0],
];

export function schemaNumbers(schema: unknown): SchemaNumbers {
  const inSchema = numbersIn(schema);
  let exact: ReadonlyMap<number, ExactNumber> = new Map();
  const decimal = (given: number): Decimal | undefined => decimalFrom(exact.get(given) ?? given);
  const keyword = (
    name: string,
    words: string,
    validate: NumberKeyword["validate"],
  ): NumberKeyword => ({
    keyword: name,
    type: "number",
    schemaType: "number",
    validate,
    error: { message: ({ schema: wanted }) => `must be ${words} ${String(wanted)}` },
  });
  const compared = bounds.map(([name, sign, holds]) =>
    keyword(name, sign, (wanted, given) => {
      if (!exact.has(given)) return holds(given - wanted);
      const [one, other] = [decimal(given), decimal(wanted)];
      return one !== undefined && other !== undefined && holds(compareDecimals(one, other));
    }),
  );
  const multiple = keyword("multipleOf", "multiple of", (wanted, given) => {
    if (Number.isSafeInteger(given) && Number.isSafeInteger(wanted)) return given % wanted === 0;
    const [value, divisor] = [decimal(given), decimalOf(String(wanted))];
    return value !== undefined && divisor !== undefined && isMultiple(value, divisor);
  });
  return {
    keywords: [...compared, multiple],
    standIn(body) {
      exact = new Map();
      if (!holdsExact(body)) return body;
      const inBody = numbersIn(body);
      const found = [...inBody].filter((each) => each instanceof ExactNumber);
      const byKey = standIns(found, new Set([...inSchema, ...inBody]));
      exact = new Map(found.map((each) => [byKey.get(numberKey(each)) ?? 0, each]));
      return replaced(body, byKey);
    },
  };
}

/** A number of its own for each value, whole where that is whole, and none that anybody wrote. */
function standIns(found: readonly ExactNumber[], taken: ReadonlySet<unknown>): Map<string, number> {
  const byKey = new Map<string, number>();
  let steps = 0;
  for (const each of found) {
    const key = numberKey(each);
    if (byKey.has(key)) continue;
    let stand: number;
    do {
      steps += 1;
      // Far from all numbers that people send; neighbours of these sizes differ in their last bits.
      const near = 1 + steps * Number.EPSILON;
      stand = isWhole(each.decimal) ? 2 ** 1000 * near : 2 ** -1000 * near;
    } while (taken.has(stand));
    byKey.set(key, stand);
  }
  return byKey;
}

/** Nearly no body does, and then nothing is gathered. */
function holdsExact(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof ExactNumber) return true;
  if (Array.isArray(value)) return value.some((each) => holdsExact(each));
  for (const key in value) if (holdsExact((value as Record<string, unknown>)[key])) return true;
  return false;
}

function numbersIn(root: unknown): Set<unknown> {
  const found = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "number" || next instanceof ExactNumber) found.add(next);
    else if (typeof next === "object" && next !== null)
      for (const below of Object.values(next)) open.push(below);
  }
  return found;
}

function replaced(value: unknown, byKey: ReadonlyMap<string, number>): unknown {
  if (value instanceof ExactNumber) return byKey.get(numberKey(value));
  if (Array.isArray(value)) return value.map((each) => replaced(each, byKey));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, replaced(each, byKey)]);
  return Object.fromEntries(entries);
}

/** A `const` or `enum` of a number whose digits the config has lost would be equal to nothing. */
export function lostNumberProblem(schema: unknown, at = "schema"): string | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  const isList = Array.isArray(schema);
  for (const [key, value] of Object.entries(schema)) {
    const here = configPath(at, isList ? Number(key) : key);
    const fixed = key === "const" || key === "enum" ? [value].flat() : [];
    if (fixed.some((each) => hasLostDigits(each)))
      return `${here}: a config cannot hold all digits of this number; compare it in filter.where, in quotes`;
    const below = lostNumberProblem(value, here);
    if (below !== undefined) return below;
  }
  return undefined;
}
