// The operator's words and whatever is put to them: templates, conditions, patterns. No source and no event
// makes them throw, and none takes long.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compileLinearRegex } from "../../src/language/regex/linear-regex.ts";
import { endpointWarnings } from "../../src/inspection/warnings.ts";
import { compileWhere } from "../../src/language/where/where-compile.ts";
import { holds } from "../../src/language/where/where.ts";
import { prepareEndpoint } from "../../src/outbound/prepare.ts";
import { effort, patience } from "../support/fuzz-effort.ts";
import { endpointWith, eventWith } from "../support/outbound.ts";

const mark = fc.constantFrom(
  "{{",
  "}}",
  "{{-",
  "-}}",
  "{%",
  "%}",
  "{%-",
  "if ",
  "elsif ",
  "endif",
  "unless ",
  "case ",
  "when ",
  "for i in ",
  "(1..9999999)",
  "endfor",
  "assign a = ",
  "capture b",
  "endcapture",
  "raw",
  "endraw",
  "include 'x'",
  "render 'x'",
  "increment a",
  "cycle 'a','b'",
  "tablerow i in data",
  "break",
  "data",
  ".v",
  "[0]",
  "['__proto__']",
  ".constructor",
  " | ",
  "json",
  "size",
  "split: ''",
  "times: 1e308",
  "append: data.v",
  "replace: 'a', data.v",
  "slice: -1, 9e9",
  "date: '%s'",
  "'",
  '"',
);
const template = fc
  .array(fc.oneof({ weight: 4, arbitrary: mark }, fc.string({ unit: "binary" })), { maxLength: 30 })
  .map((parts) => parts.join(""));
const shape = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    template,
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("node"), { maxKeys: 4 }),
  ),
})).node;
const data = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.record({ v: fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.jsonValue()) }),
);
/** Of one template or condition over one small event; generous, because machines stutter. */
const LONGEST_MS = 5000;

it(
  "any transform over any event gives JSON or a reason",
  () => {
    fc.assert(
      fc.property(shape, data, (transform, value) => {
        const startedAt = performance.now();
        const result = prepareEndpoint(endpointWith({ transform }));
        if (!result.ok) {
          expect(result.problems.every((problem) => problem.startsWith("transform"))).toBe(true);
          return;
        }
        for (const { kind } of endpointWarnings(result.prepared.endpoint, ["main"]))
          expect(["unsigned", "unknown_variable"]).toContain(kind);
        const rendered = result.prepared.body(eventWith(value));
        if (rendered.ok) JSON.parse(rendered.body);
        else expect(rendered.error.length).toBeGreaterThan(0);
        expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
      }),
      effort(400),
    );
  },
  patience,
);

const operator = fc.constantFrom(
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "nin",
  "exists",
  "startsWith",
  "endsWith",
  "contains",
  "regex",
  "any",
  "all",
  "not",
  "inn",
  "__proto__",
);
const pattern = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "*",
        "+",
        "?",
        "|",
        "\\",
        "^",
        "$",
        ".",
        "-",
        ",",
      ),
      fc.constantFrom(
        "(?i)",
        "(?=",
        "(?<a>",
        "\\1",
        "\\b",
        "\\p{L}",
        "{1000}",
        "{0,999}",
        "[^",
        "a",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(""));
const condition = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 2 }),
    pattern.map((regex) => ({ regex })),
    fc.dictionary(fc.oneof(operator, fc.constantFrom("data.v", "data", "data..v")), tie("node"), {
      maxKeys: 3,
    }),
    fc.array(tie("node"), { maxLength: 3 }),
  ),
})).node;

it(
  "any condition over any event holds or does not, or is refused with its place",
  () => {
    fc.assert(
      fc.property(condition, data, (where, value) => {
        const startedAt = performance.now();
        const compiled = compileWhere(where, { at: "filter.where", roots: ["data"] });
        if (compiled.ok) expect(typeof holds(compiled.clause, { data: value })).toBe("boolean");
        else expect(compiled.problems[0]).toContain("filter.where");
        expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
      }),
      effort(1000),
    );
  },
  patience,
);

it(
  "any pattern is an automaton or is refused, and no text keeps it busy",
  () => {
    const repetitive = fc
      .tuple(fc.constantFrom("a", "ab", "é", "\n", "aA"), fc.integer({ min: 0, max: 20_000 }))
      .map(([unit, times]) => unit.repeat(times));
    fc.assert(
      fc.property(pattern, fc.oneof(repetitive, fc.string({ unit: "binary" })), (source, text) => {
        const startedAt = performance.now();
        const compiled = compileLinearRegex(source);
        if (compiled.ok) expect(typeof compiled.test(text)).toBe("boolean");
        else expect(compiled.error.length).toBeGreaterThan(0);
        expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
      }),
      effort(1000),
    );
  },
  patience,
);
