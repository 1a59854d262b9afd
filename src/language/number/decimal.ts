// The value of a number as it is written in JSON, whatever its length: compared and divided exactly, digit by digit.
// Must not turn anything into a double.

/** `sign` × 0.`digits` × 10^`point`. Zero has no digits; others begin and end with one that is not 0. */
export interface Decimal {
  sign: -1 | 0 | 1;
  digits: string;
  point: bigint;
}

const written = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Undefined when the text is no number as JSON or JavaScript writes it. */
export function decimalOf(text: string): Decimal | undefined {
  const [, minus, whole = "", fraction = "", exponent = "0"] = written.exec(text) ?? [];
  if (minus === undefined) return undefined;
  const all = whole + fraction;
  const digits = trimmed(all);
  if (digits === "") return { sign: 0, digits, point: 0n };
  const leading = all.search(/[1-9]/);
  const point = BigInt(whole.length - leading) + BigInt(exponent.replace("+", ""));
  return { sign: minus === "" ? 1 : -1, digits, point };
}

/** By hand: a regular expression for the zeros at the end would try each row of zeros on its way. */
function trimmed(digits: string): string {
  let start = 0;
  let end = digits.length;
  while (start < end && digits[start] === "0") start++;
  while (end > start && digits[end - 1] === "0") end--;
  return digits.slice(start, end);
}

/** Negative, zero or positive, as `one` is less than, equal to or more than `other`. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  if (one.sign !== other.sign) return one.sign - other.sign;
  if (one.point !== other.point) return one.point < other.point ? -one.sign : one.sign;
  if (one.digits === other.digits) return 0;
  return one.digits < other.digits ? -one.sign : one.sign;
}

export function isWhole({ digits, point }: Decimal): boolean {
  return BigInt(digits.length) <= point;
}

/** The same text for the same value. */
export function canonicalText({ sign, digits, point }: Decimal): string {
  return `${sign}:${digits}:${point}`;
}

/** Whether `value` ÷ `divisor`, which is not 0, is a whole number; in time that grows with the digits, not with the exponent. */
export function isMultiple(value: Decimal, divisor: Decimal): boolean {
  if (value.sign === 0) return true;
  const of = BigInt(divisor.digits);
  const shift =
    value.point - BigInt(value.digits.length) - (divisor.point - BigInt(divisor.digits.length));
  // Below that the value would have to be a multiple of ten, and its last digit is not 0.
  return shift >= 0n && (BigInt(value.digits) * powerModulo(shift, of)) % of === 0n;
}

/** 10^`exponent` modulo `modulus`. */
function powerModulo(exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let base = 10n % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

/** A longer spread of digits is not written out: undefined. */
const maxSpread = 10_000n;

/** Exact; undefined where the result would have too many digits, and for a division by zero. `modulo`: of `other`'s sign. */
export function calculate(
  operation: "plus" | "minus" | "times" | "modulo",
  one: Decimal,
  other: Decimal,
): string | undefined {
  if (operation === "times") {
    if (one.digits.length + other.digits.length > Number(maxSpread)) return undefined;
    return plainText(unitsOf(one) * unitsOf(other), scaleOf(one) + scaleOf(other));
  }
  const aligned = alignedUnits(one, other);
  if (aligned === undefined) return undefined;
  const [left, right, scale] = aligned;
  if (operation === "plus") return plainText(left + right, scale);
  if (operation === "minus") return plainText(left - right, scale);
  return right === 0n ? undefined : plainText(((left % right) + right) % right, scale);
}

/** To so many places, and to so many digits, a quotient is told that does not end before. */
const MOST_PLACES = 20n;

/** Exact where it ends within 20 places, else cut there; undefined as for `calculate`. */
export function quotient(one: Decimal, other: Decimal): string | undefined {
  if (other.sign === 0) return undefined;
  const scale = scaleOf(one) - scaleOf(other);
  const longer = BigInt(other.digits.length - one.digits.length);
  const added = [0n, MOST_PLACES + scale, MOST_PLACES + longer].reduce((a, b) => (a > b ? a : b));
  if (added > maxSpread || one.digits.length + other.digits.length > Number(maxSpread))
    return undefined;
  return plainText((unitsOf(one) * 10n ** added) / unitsOf(other), scale - added);
}

/** The whole number at or below the quotient; undefined as for `calculate`. */
export function wholeQuotient(one: Decimal, other: Decimal): string | undefined {
  const [left, right] = alignedUnits(one, other) ?? [0n, 0n];
  if (right === 0n) return undefined;
  const isBelow = left % right !== 0n && left < 0n !== right < 0n;
  return plainText(left / right - (isBelow ? 1n : 0n), 0n);
}

/** To `places` behind the point, a half away from zero; undefined as for `calculate`. */
export function rounded(
  how: "ceil" | "floor" | "round",
  value: Decimal,
  places: bigint,
): string | undefined {
  const dropped = -places - scaleOf(value);
  if (dropped <= 0n) return plainText(unitsOf(value), scaleOf(value));
  if (dropped > maxSpread) return undefined;
  const unit = 10n ** dropped;
  const [kept, rest] = [unitsOf(value) / unit, unitsOf(value) % unit];
  const size = rest < 0n ? -rest : rest;
  const isUp = how === "round" ? 2n * size >= unit : rest !== 0n && rest > 0n === (how === "ceil");
  return plainText(isUp ? kept + (rest < 0n ? -1n : 1n) : kept, -places);
}

function scaleOf({ digits, point }: Decimal): bigint {
  return point - BigInt(digits.length);
}

/** `value` = units × 10^scale. */
function unitsOf({ sign, digits }: Decimal): bigint {
  return BigInt(sign) * BigInt(digits || "0");
}

/** Both in units of one scale, which comes third. */
function alignedUnits(one: Decimal, other: Decimal): [bigint, bigint, bigint] | undefined {
  const [left, right] = [scaleOf(one), scaleOf(other)];
  const low = left < right ? left : right;
  const spread = left + right - low - low;
  if (spread > maxSpread || one.digits.length + other.digits.length > Number(maxSpread))
    return undefined;
  return [unitsOf(one) * 10n ** (left - low), unitsOf(other) * 10n ** (right - low), low];
}

/** `units` × 10^`scale` as JSON writes it. */
function plainText(units: bigint, scale: bigint): string {
  if (scale === 0n) return String(units);
  if (scale > 0n) return scale > 30n ? `${units}e${scale}` : String(units * 10n ** scale);
  const digits = String(units < 0n ? -units : units);
  const places = Number(-scale);
  if (places > Number(maxSpread)) return `${units}e${scale}`;
  const padded = digits.padStart(places + 1, "0");
  const fraction = padded.slice(-places).replace(/0+$/, "");
  const whole = (units < 0n ? "-" : "") + padded.slice(0, -places);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
