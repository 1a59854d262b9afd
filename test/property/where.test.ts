import * as fc from "fast-check";
import { Query } from "mingo";
import { expect, it } from "vitest";
import { compileLinearRegex } from "../../src/language/regex/linear-regex.ts";
import { compileWhere } from "../../src/language/where/where-compile.ts";
import { holds } from "../../src/language/where/where.ts";

// Where the languages part on purpose, the generators stay away: MongoDB takes a missing field for
// null, compares null and booleans by order, and reads "0" both as an index and as a key.
// Lists below lists are left out because there mingo differs from MongoDB.
const keys = fc.constantFrom("a", "b", "c");
const plain = { maxKeys: 3, noNullPrototype: true };
const scalar = fc.oneof(
  fc.constantFrom("", "a", "ab", "abc", "b", "10"),
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(1.5, true, false),
);
const { document } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, tie("list"), tie("document")),
  list: fc.array(fc.oneof(scalar, fc.dictionary(keys, scalar, plain)), { maxLength: 3 }),
  document: fc.dictionary(keys, tie("value"), plain),
}));
const path = fc.array(keys, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
const options = { at: "where", roots: ["a", "b", "c"] };
const comparable = scalar.filter((value) => typeof value !== "boolean");
const word = fc.constantFrom("a", "ab", "b", "c", "1");

type Both = { ours: Record<string, unknown>; mongo: Record<string, unknown> };

const same = (name: string, operand: unknown): Both => ({
  ours: { [name]: operand },
  mongo: { [`$${name}`]: operand },
});
const condition: fc.Arbitrary<Both> = fc.oneof(
  fc.tuple(fc.constantFrom("eq", "ne"), scalar).map(([name, value]) => same(name, value)),
  fc
    .tuple(fc.constantFrom("gt", "gte", "lt", "lte"), comparable)
    .map(([name, value]) => same(name, value)),
  fc
    .tuple(fc.constantFrom("in", "nin"), fc.array(scalar, { minLength: 1, maxLength: 3 }))
    .map(([name, list]) => same(name, list)),
  word.map((text) => ({ ours: { startsWith: text }, mongo: { $regex: `^${text}` } })),
  word.map((text) => ({ ours: { endsWith: text }, mongo: { $regex: `${text}$` } })),
  word.map((text) => ({ ours: { contains: text }, mongo: { $regex: text } })),
  fc.constantFrom("^a", "b|c", "^[ab]+$", "a?b{1,2}$").map((text) => same("regex", text)),
);
const { where } = fc.letrec<{ where: Both }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(path, condition)
      .map(([at, { ours, mongo }]) => ({ ours: { [at]: ours }, mongo: { [at]: mongo } })),
    fc
      .array(tie("where"), { minLength: 1, maxLength: 3 })
      .map((parts) => both("any", "$or", parts)),
    fc
      .array(tie("where"), { minLength: 1, maxLength: 3 })
      .map((parts) => both("all", "$and", parts)),
    tie("where").map(({ ours, mongo }) => ({ ours: { not: ours }, mongo: { $nor: [mongo] } })),
  ),
}));

function both(ours: string, mongo: string, parts: Both[]): Both {
  return {
    ours: { [ours]: parts.map((part) => part.ours) },
    mongo: { [mongo]: parts.map((part) => part.mongo) },
  };
}

it("conditions mean what they mean in MongoDB's language", () => {
  fc.assert(
    fc.property(where, document, ({ ours, mongo }, value) => {
      const compiled = compileWhere(ours, options);
      if (!compiled.ok) throw new Error(compiled.problems.join("\n"));
      expect(holds(compiled.clause, value)).toBe(new Query(mongo).test(value));
    }),
    { numRuns: 3000 },
  );
});

it("exists means what it means in MongoDB's language", () => {
  // Without lists: mingo takes an empty list on the way for a value.
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(
      keys,
      fc.oneof({ maxDepth: 3 }, scalar, fc.constant(null), tie("tree")),
      plain,
    ),
  }));
  fc.assert(
    fc.property(path, fc.boolean(), tree, (at, wanted, value) => {
      const compiled = compileWhere({ [at]: { exists: wanted } }, options);
      const query = new Query({ [at]: { $exists: wanted } });
      expect(compiled.ok && holds(compiled.clause, value)).toBe(query.test(value));
    }),
    { numRuns: 500 },
  );
});

it("no condition and no document makes it throw", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.jsonValue({ maxDepth: 4 }),
      (condition_, value) => {
        const compiled = compileWhere(condition_, { at: "where", roots: ["a"] });
        if (compiled.ok) expect(typeof holds(compiled.clause, value)).toBe("boolean");
        else expect(compiled.problems).not.toEqual([]);
      },
    ),
  );
});

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("a", "b", "[ab]", "[^a]", ".", "\\d", "\\w", "^", "$", "\\b", "\\B", "é", ""),
    fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => left + right),
    fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(${left}|${right})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"))
      .map(([part, times]) => `(?:${part})${times}`),
  ),
}));

it("patterns match exactly where the built-in engine matches", () => {
  // No surrogate pairs: V8 also looks for `\B` between their halves, which the standard does not.
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "1", " ", "\n", "é"),
    maxLength: 8,
  });
  const flags = fc.constantFrom("", "i", "m", "s", "ims");
  fc.assert(
    fc.property(pattern, flags, text, (source, letters, value) => {
      const compiled = compileLinearRegex(letters ? `(?${letters})${source}` : source);
      if (!compiled.ok) throw new Error(`${source}: ${compiled.error}`);
      expect(compiled.test(value)).toBe(new RegExp(source, `u${letters}`).test(value));
    }),
    { numRuns: 3000 },
  );
});
