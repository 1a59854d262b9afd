import * as fc from "fast-check";
import { expect, it } from "vitest";
import { prepareEndpoint } from "../../src/outbound/prepare.ts";
import { endpointWith, eventWith } from "../support/outbound.ts";

const json = fc.jsonValue({ maxDepth: 4 });

function bodyOf(
  transform: unknown,
  data: unknown,
): { ok: true; body: string } | { ok: false; error: string } {
  const result = prepareEndpoint(endpointWith({ transform }));
  return result.ok
    ? result.prepared.body(eventWith(data))
    : { ok: false, error: result.problems.join("\n") };
}

// What JSON itself keeps: -0 becomes 0.
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it("one output carries any JSON value through unchanged", () => {
  fc.assert(
    fc.property(json, (value) => {
      const result = bodyOf({ v: "{{ data.v }}" }, { v: value });
      if (!result.ok) throw new Error(result.error);
      expect(JSON.parse(result.body)).toEqual({ v: asSent(value) });
    }),
  );
});

it("text around a value always gives a JSON string, whatever the value holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const result = bodyOf({ text: "<{{ data.v }}>" }, { v: value });
      if (!result.ok) throw new Error(result.error);
      expect(JSON.parse(result.body)).toEqual({ text: `<${value}>` });
    }),
  );
});

it("what an event says is never read as a template", () => {
  const hostile = fc.constantFrom("{{ id }}", "{% for i in (1..9) %}x{% endfor %}", "{{", "%}");
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const result = bodyOf(["{{data.a}}", "-{{data.b}}"], { a, b });
      expect(result).toEqual({ ok: true, body: JSON.stringify([a, `-${b}`]) });
    }),
  );
});

it("JSON without template marks is sent as it stands", () => {
  const plain = fc.oneof(fc.array(json), fc.dictionary(fc.string(), json));
  fc.assert(
    fc.property(plain, (transform) => {
      fc.pre(!/\{[{%]/.test(JSON.stringify(transform)));
      expect(bodyOf(transform, {})).toEqual({ ok: true, body: JSON.stringify(transform) });
    }),
  );
});

it("no template text makes preparing or rendering throw", () => {
  const piece = fc.constantFrom(
    "{{",
    "}}",
    "{%",
    "%}",
    "data",
    ".",
    "|",
    " if ",
    " for i in ",
    "(1..5)",
    "endif",
    "'",
    "x",
    " size",
    ":",
  );
  const template = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(template, json, (source, data) => {
      expect(typeof bodyOf(source, data).ok).toBe("boolean");
    }),
    { numRuns: 500 },
  );
});
