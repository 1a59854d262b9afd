// What filters of templates do with numbers that no double holds: all of it stays exact, but for a quotient that has no end.
// Must not know the template engine.
import { calculate, isWhole, quotient, rounded, wholeQuotient, type Decimal } from "./decimal.ts";
import {
  compareNumbers,
  decimalFrom,
  ExactNumber,
  isNumber,
  numberKey,
  numberOf,
} from "./exact-number.ts";

type Operation = (value: unknown, operand: unknown, option: unknown) => unknown;

const larger = (sign: number): Operation => {
  return (value, operand) => ((compareNumbers(value, operand) ?? 0) * sign >= 0 ? value : operand);
};
/** `operand`: places behind the point. */
const toPlaces = (how: "ceil" | "floor" | "round"): Operation => {
  return (value, operand = 0) => {
    const decimal = decimalFrom(value);
    const places = how === "round" ? operand : 0;
    if (decimal === undefined || !Number.isInteger(places) || (places as number) < 0) {
      return undefined;
    }
    if (isWhole(decimal)) return value;
    const text = rounded(how, decimal, BigInt(places as number));
    return text === undefined ? undefined : numberOf(text);
  };
};

const ofBoth = (calculated: (one: Decimal, other: Decimal) => string | undefined): Operation => {
  return (value, operand) => {
    const [one, other] = [decimalFrom(value), decimalFrom(operand)];
    const text = one && other && calculated(one, other);
    return text === undefined ? undefined : numberOf(text);
  };
};
const divided = ofBoth(quotient);
const dividedDown = ofBoth(wholeQuotient);
const plus = ofBoth((one, other) => calculate("plus", one, other));

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["plus", plus],
  ["minus", ofBoth((one, other) => calculate("minus", one, other))],
  ["times", ofBoth((one, other) => calculate("times", one, other))],
  ["modulo", ofBoth((one, other) => calculate("modulo", one, other))],
  // The option asks for whole numbers.
  ["divided_by", (...all) => (all[2] ? dividedDown(...all) : divided(...all))],
  ["abs", (value) => numberOf(String(value).replace("-", ""))],
  ["at_least", larger(1)],
  ["at_most", larger(-1)],
  ["ceil", toPlaces("ceil")],
  ["floor", toPlaces("floor")],
  ["round", toPlaces("round")],
]);

/** The exact result of a filter by its name; undefined where there is none, or where doubles give it as well. */
export function exactResult(
  name: string,
  value: unknown,
  operand: unknown,
  option?: unknown,
): unknown {
  if (Array.isArray(value)) return operand === undefined ? ofList(name, value) : undefined;
  if (!(value instanceof ExactNumber || operand instanceof ExactNumber)) return undefined;
  return isNumber(value) && (operand === undefined || isNumber(operand))
    ? operations.get(name)?.(value, operand, option)
    : undefined;
}

/** Undefined when it holds no such number. */
function ofList(name: string, list: readonly unknown[]): unknown {
  if (!list.some((each) => each instanceof ExactNumber)) return undefined;
  if (name === "uniq") return withoutRepeats(list);
  if (!list.every(isNumber)) return undefined;
  if (name === "sum") return list.reduce<unknown>((sum, each) => plus(sum, each, undefined), 0);
  return name === "sort" ? list.toSorted((a, b) => compareNumbers(a, b) ?? 0) : undefined;
}

function withoutRepeats(list: readonly unknown[]): unknown[] {
  const known = new Set<unknown>();
  return list.filter((each) => {
    const key = each instanceof ExactNumber ? `number ${numberKey(each)}` : each;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
