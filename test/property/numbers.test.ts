// Numbers as they were written, against two libraries that know nothing of ours: decimal.js for their values,
// lossless-json for their texts.
import { Decimal } from "decimal.js";
import * as fc from "fast-check";
import { isLosslessNumber, parse } from "lossless-json";
import { expect, it } from "vitest";
import { compileSchema } from "../../src/inbound/decision/schema/validate.ts";
import { readJson } from "../../src/inbound/request/body/json.ts";
import { exactResult } from "../../src/language/number/arithmetic.ts";
import {
  compareNumbers,
  decimalFrom,
  ExactNumber,
  numberOf,
} from "../../src/language/number/exact-number.ts";
import { isMultiple } from "../../src/language/number/decimal.ts";
import { parseJson } from "../../src/language/number/parse-json.ts";
import { compileTemplate, openScope } from "../../src/language/template/template.ts";
import { compileWhere } from "../../src/language/where/where-compile.ts";
import { holds } from "../../src/language/where/where.ts";

const Exact = Decimal.clone({ precision: 2000, maxE: 9e15, minE: -9e15, toExpPos: 9e15 });

const digits = (min: number, max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max })
    .map((each) => each.join(""));
const whole = fc.oneof(
  fc.bigInt({ min: 0n, max: 9_223_372_036_854_775_807n }).map(String),
  fc.integer({ min: -3, max: 3 }).map((near) => String(2n ** 53n + BigInt(near))),
  digits(1, 40).map((text) => text.replace(/^0+(?=\d)/, "")),
);
const exponent = fc.oneof(
  { weight: 4, arbitrary: fc.constant("") },
  fc
    .tuple(
      fc.constantFrom("e", "E"),
      fc.constantFrom("", "+", "-"),
      fc.integer({ min: 0, max: 420 }),
    )
    .map((parts) => parts.join("")),
);
const fraction = fc.oneof(
  fc.constant(""),
  digits(1, 25).map((text) => `.${text}`),
);
/** As RFC 8259 has it. */
const number = fc
  .tuple(fc.constantFrom("", "-"), whole, fraction, exponent)
  .map((parts) => parts.join(""));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.string().map((text) => JSON.stringify(text)),
    fc.constantFrom("true", "null", '"1e5, 12345678901234567890"'),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(" , ")}]`),
  object: fc
    .uniqueArray(fc.tuple(fc.string(), tie("value")), { maxLength: 4, selector: ([key]) => key })
    .map(
      (members) =>
        `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${String(value)}`).join(",")}}`,
    ),
})).value as fc.Arbitrary<string>;

/** Both readings next to each other: the same shape, and each number of the same value. */
function expectSame(ours: unknown, theirs: unknown): void {
  if (isLosslessNumber(theirs)) {
    expect(new Exact(String(ours)).eq(new Exact(theirs.value))).toBe(true);
    // A number stays a number wherever JavaScript gives its value back.
    const double = Number(theirs.value);
    const isHeld = Number.isFinite(double) && new Exact(String(double)).eq(new Exact(theirs.value));
    expect(typeof ours).toBe(isHeld ? "number" : "object");
    if (!isHeld) expect(String(ours)).toBe(theirs.value);
  } else if (Array.isArray(theirs)) {
    expect(Array.isArray(ours)).toBe(true);
    theirs.forEach((each, index) => expectSame((ours as unknown[])[index], each));
  } else if (typeof theirs === "object" && theirs !== null) {
    expect(Object.keys(ours as object)).toEqual(Object.keys(theirs));
    for (const [key, each] of Object.entries(theirs))
      expectSame((ours as Record<string, unknown>)[key], each);
  } else expect(ours).toBe(theirs);
}

it("a body's numbers are read as lossless-json reads them", () => {
  fc.assert(
    fc.property(json, (text) => {
      // lossless-json sets a key "__proto__" as a prototype.
      fc.pre(!text.includes("__proto__"));
      const read = readJson(text);
      const theirs = parse(text);
      expectSame(read.ok && read.value, theirs);
      expectSame(parseJson(text), theirs);
    }),
    { numRuns: 1000 },
  );
});

it("what is written again has every number with its value, also when it is read and written twice", () => {
  fc.assert(
    fc.property(json, (text) => {
      fc.pre(!text.includes("__proto__"));
      const once = JSON.stringify(parseJson(text));
      expectSame(parseJson(text), parse(once));
      expect(JSON.stringify(parseJson(once))).toBe(once);
    }),
  );
});

it("numbers are compared as decimal.js compares them", () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      const ours = compareNumbers(numberOf(one), numberOf(other)) ?? NaN;
      expect(Math.sign(ours)).toBe(new Exact(one).cmp(new Exact(other)));
    }),
    { numRuns: 1000 },
  );
});

it("plus, minus and times give what decimal.js gives", () => {
  const long = number.filter((text) => numberOf(text) instanceof ExactNumber);
  fc.assert(
    fc.property(
      long,
      number,
      fc.constantFrom("plus", "minus", "times"),
      (one, other, operation) => {
        const ours = exactResult(operation, numberOf(one), numberOf(other));
        const theirs = new Exact(one)[operation as "plus"](new Exact(other));
        expect(new Exact(String(ours)).eq(theirs)).toBe(true);
      },
    ),
  );
});

/** At least one of them is a number that no double holds, and the second is not zero. */
const longPair = fc
  .tuple(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }),
    fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), fc.bigInt({ min: -99n, max: 99n })),
  )
  .filter(([one, other]) => {
    const isLong = [one, other].some((each) => numberOf(String(each)) instanceof ExactNumber);
    return isLong && other !== 0n;
  });
const floored = (one: bigint, other: bigint): bigint =>
  one / other - (one % other !== 0n && one < 0n !== other < 0n ? 1n : 0n);

it("modulo and divided_by of long integers are what BigInt has of them", () => {
  fc.assert(
    fc.property(longPair, ([one, other]) => {
      const [value, by] = [numberOf(String(one)), numberOf(String(other))];
      const rest = ((one % other) + other) % other;
      const down = floored(one, other);
      expect(String(exactResult("modulo", value, by))).toBe(String(rest));
      expect(String(exactResult("divided_by", value, by, true))).toBe(String(down));
      const quotient = exactResult("divided_by", value, by);
      const below =
        quotient instanceof ExactNumber
          ? exactResult("floor", quotient, undefined)
          : Math.floor(quotient as number) + 0;
      expect(String(below)).toBe(String(down));
      const product = numberOf(String(one * other));
      const back = exactResult("divided_by", product, by);
      if (product instanceof ExactNumber || by instanceof ExactNumber) {
        expect(String(back)).toBe(String(one));
      }
    }),
    { numRuns: 1000 },
  );
});

it("modulo, divided_by, ceil, floor and round give what decimal.js gives", () => {
  const long = number.filter((text) => numberOf(text) instanceof ExactNumber);
  const divisor = number.filter((text) => !new Exact(text).eq(0));
  const roundings = {
    ceil: Decimal.ROUND_CEIL,
    floor: Decimal.ROUND_FLOOR,
    round: Decimal.ROUND_HALF_UP,
  };
  fc.assert(
    fc.property(long, divisor, fc.integer({ min: 0, max: 5 }), (one, other, places) => {
      const [left, right] = [new Exact(one), new Exact(other)];
      const [value, by] = [numberOf(one), numberOf(other)];
      const rest = new Exact(String(exactResult("modulo", value, by)));
      expect(rest.eq(left.mod(right).plus(right).mod(right))).toBe(true);
      // Cut behind twenty places, and not before it has twenty digits.
      const quotient = new Exact(String(exactResult("divided_by", value, by)));
      const off = left.div(right).minus(quotient).abs();
      expect(off.lt("1e-20") && off.lte(left.div(right).abs().times("1e-18"))).toBe(true);
      expect(quotient.abs().lte(left.div(right).abs())).toBe(true);
      for (const [name, mode] of Object.entries(roundings)) {
        const at = name === "round" ? places : 0;
        const ours = new Exact(String(exactResult(name, value, at)));
        expect(ours.eq(left.toDecimalPlaces(at, mode as Decimal.Rounding))).toBe(true);
      }
    }),
  );
});

it("a template divides a long id without rounding it", () => {
  const body = parseJson('{"id":8202522731445525543}');
  const shown = (words: string): unknown => {
    const compiled = compileTemplate(`id: ${words}`);
    if (!compiled.ok) throw new Error(compiled.error);
    const scope = openScope({ body: body as object }, { now: 0, workUnits: 1e6 });
    const rendered = compiled.template.render(scope);
    return rendered.ok ? rendered.value : rendered.error;
  };
  expect(shown("{{ body.id | modulo: 1000 }}")).toBe("id: 543");
  expect(shown("{{ body.id | divided_by: 1000 }}")).toBe("id: 8202522731445525.543");
  expect(shown("{{ body.id | divided_by: 1000, true }}")).toBe("id: 8202522731445525");
  expect(shown("{{ body.id | divided_by: 1000 | floor }}")).toBe("id: 8202522731445525");
  expect(shown("{{ body.id | divided_by: 2 | ceil }}")).toBe("id: 4101261365722762772");
  expect(shown("{{ body.id | divided_by: 1000 | round: 1 }}")).toBe("id: 8202522731445525.5");
});

it("multiples are what decimal.js divides without a rest", () => {
  const divisor = fc.constantFrom(1, 2, 3, 5, 7, 10, 100, 0.01, 0.1, 0.5, 0.25, 1e20, 12345);
  const close = fc
    .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), divisor)
    .map(([times, by]) => new Exact(String(times)).times(new Exact(by)).toFixed());
  fc.assert(
    fc.property(fc.oneof(number, close), divisor, (text, by) => {
      const theirs = new Exact(text).mod(new Exact(String(by))).eq(0);
      const [value, divided] = [decimalFrom(numberOf(text)), decimalFrom(by)];
      expect(value && divided && isMultiple(value, divided)).toBe(theirs);
      const schema = compileSchema({ multipleOf: by });
      expect(schema.ok && schema.check(numberOf(text))).toHaveLength(theirs ? 0 : 1);
    }),
    { numRuns: 40 },
  );
});

it("a schema's bounds and `integer` hold a number to what was written", () => {
  const bound = fc.oneof(fc.constantFrom(2 ** 53, 1e18, 0, -1e18, 0.5), fc.integer());
  fc.assert(
    fc.property(number, bound, (text, limit) => {
      const value = { n: numberOf(text), other: [1, 2.5] };
      const fits = (schema: object): boolean => {
        const compiled = compileSchema({ properties: { n: schema } });
        return compiled.ok && compiled.check(value).length === 0;
      };
      const theirs = new Exact(text).cmp(new Exact(String(limit)));
      expect({
        maximum: fits({ maximum: limit }),
        minimum: fits({ minimum: limit }),
        below: fits({ exclusiveMaximum: limit }),
        above: fits({ exclusiveMinimum: limit }),
        integer: fits({ type: "integer" }),
        number: fits({ type: "number" }),
      }).toEqual({
        maximum: theirs <= 0,
        minimum: theirs >= 0,
        below: theirs < 0,
        above: theirs > 0,
        integer: new Exact(text).isInteger(),
        number: true,
      });
    }),
    { numRuns: 20 },
  );
});

it("a condition with the number in quotes holds for that number and for no neighbour", () => {
  const long = fc
    .bigInt({ min: 2n ** 60n, max: 2n ** 63n - 1n })
    .filter((id) => numberOf(String(id)) instanceof ExactNumber);
  fc.assert(
    fc.property(long, fc.integer({ min: -3, max: 3 }), (id, step) => {
      const found = { body: { id: numberOf(String(id + BigInt(step))) } };
      const passes = (operator: string): boolean => {
        const operand = operator === "in" ? [String(id)] : String(id);
        const where = compileWhere(
          { "body.id": { [operator]: operand } },
          { at: "where", roots: ["body"] },
        );
        return where.ok && holds(where.clause, found);
      };
      // A neighbour that a double holds is a number as any other, and no text is equal to it.
      expect(["eq", "in", "gt", "gte", "lt", "lte"].map((each) => passes(each))).toEqual([
        step === 0,
        step === 0,
        step > 0,
        step >= 0,
        step < 0,
        step <= 0,
      ]);
    }),
  );
});
