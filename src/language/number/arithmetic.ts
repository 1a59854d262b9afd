// What filters of templates do with numbers that no double holds: whatever needs no division stays exact.
// Must not know the template engine.
import { calculate, isWhole } from "./decimal.ts";
import {
  compareNumbers,
  decimalFrom,
  ExactNumber,
  isNumber,
  numberKey,
  numberOf,
} from "./exact-number.ts";

type Operation = (value: unknown, operand: unknown) => unknown;

const larger = (sign: number): Operation => {
  return (value, operand) => ((compareNumbers(value, operand) ?? 0) * sign >= 0 ? value : operand);
};
/** `operand`: places behind the point. */
const whole: Operation = (value, operand) =>
  isWholeNumber(value) && (compareNumbers(operand ?? 0, 0) ?? -1) >= 0 ? value : undefined;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["plus", (value, operand) => calculated("plus", value, operand)],
  ["minus", (value, operand) => calculated("minus", value, operand)],
  ["times", (value, operand) => calculated("times", value, operand)],
  ["abs", (value) => numberOf(String(value).replace("-", ""))],
  ["at_least", larger(1)],
  ["at_most", larger(-1)],
  ["ceil", whole],
  ["floor", whole],
  ["round", whole],
]);

/** The exact result of a filter by its name; undefined where there is none, or where doubles give it as well. */
export function exactResult(name: string, value: unknown, operand: unknown): unknown {
  if (Array.isArray(value)) return operand === undefined ? ofList(name, value) : undefined;
  if (!(value instanceof ExactNumber || operand instanceof ExactNumber)) return undefined;
  return isNumber(value) && (operand === undefined || isNumber(operand))
    ? operations.get(name)?.(value, operand)
    : undefined;
}

function calculated(
  operation: "plus" | "minus" | "times",
  value: unknown,
  operand: unknown,
): unknown {
  const [one, other] = [decimalFrom(value), decimalFrom(operand)];
  if (one === undefined || other === undefined) return undefined;
  const text = calculate(operation, one, other);
  return text === undefined ? undefined : numberOf(text);
}

function isWholeNumber(value: unknown): boolean {
  const decimal = decimalFrom(value);
  return decimal !== undefined && isWhole(decimal);
}

/** Undefined when it holds no such number. */
function ofList(name: string, list: readonly unknown[]): unknown {
  if (!list.some((each) => each instanceof ExactNumber)) return undefined;
  if (name === "uniq") return withoutRepeats(list);
  if (!list.every(isNumber)) return undefined;
  if (name === "sum") return list.reduce<unknown>((sum, each) => calculated("plus", sum, each), 0);
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
