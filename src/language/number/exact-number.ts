// Numbers as their senders wrote them. One that JavaScript writes back with the same value is a number and nothing
// else; one that it would change (8202522731445525542 becomes …526000, 1e400 infinity) is an `ExactNumber`, which
// stands in JSON, templates, keys and conditions as it was written. Must not give anything but text to another thread:
// a class does not outlive a copy.
import { canonicalText, compareDecimals, decimalOf, type Decimal } from "./decimal.ts";

// In Node 22 and later, and not yet in TypeScript's library.
declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes as this text. https://tc39.es/proposal-json-parse-with-source/ */
    rawJSON: (text: string) => object;
  }
}

/** A number that no double holds. Frozen; has no properties that a template or a path could read. */
export class ExactNumber {
  readonly #text: string;
  readonly #decimal: Decimal;

  /** `text`: a number as JSON has it. */
  constructor(text: string) {
    const decimal = decimalOf(text);
    if (decimal === undefined) throw new TypeError("an ExactNumber needs a number as JSON has it");
    this.#text = text;
    this.#decimal = decimal;
    Object.freeze(this);
  }

  get decimal(): Decimal {
    return this.#decimal;
  }

  /** As it was written. */
  toString(): string {
    return this.#text;
  }

  /** `JSON.stringify` writes it as it was written. */
  toJSON(): object {
    return JSON.rawJSON(this.#text);
  }

  /** Text, but where arithmetic asks for a number, the nearest one that there is. */
  [Symbol.toPrimitive](hint: string): string | number {
    return hint === "number" ? Number(this.#text) : this.#text;
  }

  // The names by which the template engine compares (liquidjs, `Comparable`).
  /** Also to a text that is this number, which is how a config can hold it. */
  equals(other: unknown): boolean {
    return compareNumbers(this, typeof other === "string" ? quotedNumber(other) : other) === 0;
  }
  gt(other: unknown): boolean {
    return (compareNumbers(this, other) ?? 0) > 0;
  }
  geq(other: unknown): boolean {
    return (compareNumbers(this, other) ?? -1) >= 0;
  }
  lt(other: unknown): boolean {
    return (compareNumbers(this, other) ?? 0) < 0;
  }
  leq(other: unknown): boolean {
    return (compareNumbers(this, other) ?? 1) <= 0;
  }
}

/** Up to so many digits, with a point or without, come back from a double as they were. */
export const SURE_LENGTH = 15;

/** Whether JavaScript writes a number of JSON back with the same value. */
export function isHeld(text: string): boolean {
  if (text.length <= SURE_LENGTH && !text.includes("e") && !text.includes("E")) return true;
  const double = Number(text);
  const back = String(double);
  if (back === text) return true;
  if (!Number.isFinite(double)) return false;
  const [one, other] = [decimalOf(text), decimalOf(back)];
  return one !== undefined && other !== undefined && compareDecimals(one, other) === 0;
}

/** The number that a text of JSON stands for. */
export function numberOf(text: string): number | ExactNumber {
  return isHeld(text) ? Number(text) : new ExactNumber(text);
}

export function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** Undefined for what is no number, and for NaN and the infinities. */
export function decimalFrom(value: unknown): Decimal | undefined {
  if (value instanceof ExactNumber) return value.decimal;
  return typeof value === "number" ? decimalOf(String(value)) : undefined;
}

/** Negative, zero or positive; undefined where one is no number. */
export function compareNumbers(one: unknown, other: unknown): number | undefined {
  const [left, right] = [decimalFrom(one), decimalFrom(other)];
  return left === undefined || right === undefined ? undefined : compareDecimals(left, right);
}

/** Equal for numbers of equal value. */
export function numberKey(value: ExactNumber): string {
  return canonicalText(value.decimal);
}

/** A text that is a number which only quotes can hold in a config; undefined for every other. */
export function quotedNumber(text: string): ExactNumber | undefined {
  const isNumeric = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
  return isNumeric && !isHeld(text) ? new ExactNumber(text) : undefined;
}

/** True for a number of a config that was probably written with more digits than it has now. */
export function hasLostDigits(value: unknown): boolean {
  if (typeof value !== "number" || !Number.isInteger(value)) return false;
  const digits = decimalOf(String(value))?.digits.length ?? 0;
  return !Number.isSafeInteger(value) && digits > SURE_LENGTH;
}
