// The operators of `where`. Each checks its operand once and becomes a test over the values found.
// Must not coerce: values of another type are simply not a match, and nothing here throws. A config holds a number
// with all its digits only in quotes: such a text is compared with numbers, too.
import { compileLinearRegex } from "../regex/linear-regex.ts";
import {
  compareNumbers,
  ExactNumber,
  isNumber,
  numberKey,
  quotedNumber,
} from "../number/exact-number.ts";

/** Answers for all values found at a path; an empty list is a missing path. */
export type ValuesTest = (values: readonly unknown[]) => boolean;
export type CompiledTest = { ok: true; test: ValuesTest } | { ok: false; error: string };

type Scalar = string | number | boolean | null;
const maxTextLength = 1024;
const maxListLength = 1000;

/** True for what can be compared with `eq`, and so may stand where a condition is expected. */
export function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** Name → compiler. `ne` and `nin` are the exact opposites of `eq` and `in`, also where nothing is there. */
export const operators: ReadonlyMap<string, (operand: unknown) => CompiledTest> = new Map([
  ["eq", (operand: unknown) => equality(operand, false)],
  ["ne", (operand: unknown) => equality(operand, true)],
  ["in", (operand: unknown) => membership(operand, false)],
  ["nin", (operand: unknown) => membership(operand, true)],
  [
    "gt",
    order(
      (found, wanted) => found > wanted,
      (sign) => sign > 0,
    ),
  ],
  [
    "gte",
    order(
      (found, wanted) => found >= wanted,
      (sign) => sign >= 0,
    ),
  ],
  [
    "lt",
    order(
      (found, wanted) => found < wanted,
      (sign) => sign < 0,
    ),
  ],
  [
    "lte",
    order(
      (found, wanted) => found <= wanted,
      (sign) => sign <= 0,
    ),
  ],
  ["startsWith", text((found, wanted) => found.startsWith(wanted))],
  ["endsWith", text((found, wanted) => found.endsWith(wanted))],
  ["contains", text((found, wanted) => found.includes(wanted))],
  ["exists", exists],
  ["regex", regex],
]);

function any(test: (value: unknown) => boolean): CompiledTest {
  return { ok: true, test: (values) => values.some(test) };
}

function equality(operand: unknown, negated: boolean): CompiledTest {
  if (!isScalar(operand)) return wants("a string, a number, true, false or null");
  return { ok: true, test: oneOf([operand], negated) };
}

function membership(operand: unknown, negated: boolean): CompiledTest {
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isScalar)) {
    return wants("a list of strings, numbers, true, false or null");
  }
  if (operand.length > maxListLength) return wants(`at most ${maxListLength} entries`);
  return { ok: true, test: oneOf(operand, negated) };
}

/** A number that no double holds is equal to a quoted one of the same value, and to no other operand. */
function oneOf(operands: readonly Scalar[], negated: boolean): ValuesTest {
  const set = new Set<unknown>(operands);
  const quoted = operands.map((operand) => quotedIn(operand)).filter((each) => each !== undefined);
  const keys = new Set(quoted.map((each) => numberKey(each)));
  return (values) =>
    values.some((value) =>
      value instanceof ExactNumber ? keys.has(numberKey(value)) : set.has(value),
    ) !== negated;
}

function quotedIn(operand: unknown): ExactNumber | undefined {
  return typeof operand === "string" ? quotedNumber(operand) : undefined;
}

/** `accepts`: the sign of what was found minus what is wanted. */
function order(
  compare: (found: string | number, wanted: string | number) => boolean,
  accepts: (sign: number) => boolean,
) {
  return (operand: unknown): CompiledTest => {
    if (typeof operand !== "string" && typeof operand !== "number") {
      return wants("a number, or a string to compare with strings");
    }
    const quoted = quotedIn(operand);
    return any((value) => {
      if (typeof value === typeof operand) return compare(value as typeof operand, operand);
      const sign = isNumber(value) ? compareNumbers(value, quoted ?? operand) : undefined;
      return sign !== undefined && accepts(sign);
    });
  };
}

function text(compare: (found: string, wanted: string) => boolean) {
  return (operand: unknown): CompiledTest => {
    if (typeof operand !== "string") return wants("a string");
    // The built-in search of a long needle costs needle × text in the worst case.
    if (operand.length > maxTextLength) return wants(`at most ${maxTextLength} characters`);
    return any((value) => typeof value === "string" && compare(value, operand));
  };
}

function exists(operand: unknown): CompiledTest {
  if (typeof operand !== "boolean") return wants("true or false");
  return { ok: true, test: (values) => values.length > 0 === operand };
}

function regex(operand: unknown): CompiledTest {
  if (typeof operand !== "string") return wants("a regular expression in a string");
  const compiled = compileLinearRegex(operand);
  if (!compiled.ok) return compiled;
  return any((value) => typeof value === "string" && compiled.test(value));
}

function wants(expected: string): CompiledTest {
  return { ok: false, error: `expected ${expected}` };
}
