import { describe, expect, it } from "vitest";
import type { SchemaMismatch } from "../../../src/inbound/decision/schema/mismatch.ts";
import { compileSchema } from "../../../src/inbound/decision/schema/validate.ts";

function check(schema: Record<string, unknown>, body: unknown): SchemaMismatch[] {
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new Error(compiled.problem);
  return compiled.check(body);
}

function problemOf(schema: Record<string, unknown>): string {
  const compiled = compileSchema(schema);
  return compiled.ok ? "" : compiled.problem;
}

const ticket = {
  type: "object",
  required: ["ticketId", "status"],
  properties: {
    ticketId: { type: "integer" },
    status: { enum: ["open", "closed"] },
    tags: { type: "array", maxItems: 2, items: { type: "string", pattern: "^[a-z]+$" } },
  },
  additionalProperties: false,
};

describe("a route's schema", () => {
  it("lets a body through that fits", () => {
    expect(check(ticket, { ticketId: 1, status: "open", tags: ["a"] })).toEqual([]);
  });

  it("names every place, what is expected and what kind was found, and no value", () => {
    const body = { ticketId: "hunter2", tags: ["A1", 5, null], "a b": 1 };
    expect(check(ticket, body)).toEqual([
      { path: "body.status", message: "is missing" },
      { path: `body["a b"]`, message: "is not allowed" },
      { path: "body.ticketId", message: "expected a whole number, found a string" },
      {
        path: "body.tags",
        message:
          "expected what the schema says (must NOT have more than 2 items), found a list of 3",
      },
      {
        path: "body.tags[0]",
        message: `expected what the schema says (must match pattern "^[a-z]+$"), found a string`,
      },
      { path: "body.tags[1]", message: "expected a string, found a number" },
      { path: "body.tags[2]", message: "expected a string, found null" },
    ]);
    expect(check(ticket, { ticketId: 1, status: "hunter2" })).toEqual([
      { path: "body.status", message: `expected one of "open", "closed", found a string` },
    ]);
    expect(check({ const: { a: 1 } }, [])).toEqual([
      { path: "body", message: `expected {"a":1}, found a list of 0` },
    ]);
    expect(check({ type: ["string", "boolean"] }, { a: 1 })).toEqual([
      { path: "body", message: "expected a string or true or false, found an object" },
    ]);
  });

  it("names ten places at most, and one in a body of very many values", () => {
    const strings = (length: number): string[] => Array.from({ length }, () => "x");
    const schema = { type: "array", items: { type: "integer" } };
    expect(check(schema, strings(50))).toHaveLength(10);
    expect(check(schema, strings(50_000))).toHaveLength(1);
  });

  it("may be of draft 2020-12, which is the default, or of draft-07", () => {
    expect(check({ prefixItems: [{ type: "string" }] }, [1])).toHaveLength(1);
    const $schema = "http://json-schema.org/draft-07/schema#";
    expect(check({ $schema, items: [{ type: "string" }] }, [1])).toHaveLength(1);
    expect(problemOf({ $schema: "http://json-schema.org/draft-04/schema#" })).toMatch(/draft-07/);
  });

  it("may point into itself, and nowhere else", () => {
    const local = { $ref: "#/$defs/id", $defs: { id: { type: "integer" } } };
    expect(check(local, "x")).toHaveLength(1);
    expect(problemOf({ $ref: "https://example.com/schema.json" })).toMatch(
      /can't resolve reference/,
    );
  });

  it("is refused for a word that does not exist, a type that does not exist, and $async", () => {
    expect(problemOf({ requred: ["a"] })).toMatch(/unknown keyword: "requred"/);
    expect(problemOf({ type: "strng" })).toMatch(/^schema: /);
    expect(problemOf({ $async: true })).toBe("schema.$async: not taken");
  });

  it("takes format as a remark", () => {
    expect(check({ format: "date-time" }, "x")).toEqual([]);
  });

  it("has patterns that cannot be made slow, and refuses those that could", () => {
    const schema = { type: "string", pattern: "^(a+)+$" };
    const started = performance.now();
    expect(check(schema, `${"a".repeat(50_000)}!`)).toHaveLength(1);
    // A backtracking engine would not end in the life of this machine.
    expect(performance.now() - started).toBeLessThan(5000);
    expect(problemOf({ pattern: "(?=a)a" })).toMatch(/look-around is not supported/);
    expect(problemOf({ patternProperties: { "(a)\\1": {} } })).toMatch(/back-references/);
  });

  it("keeps patterns apart", () => {
    const properties = { a: { pattern: "^a$" }, b: { pattern: "^b$" } };
    expect(check({ properties }, { a: "a", b: "b" })).toEqual([]);
    expect(check({ properties }, { a: "b", b: "a" }).map(({ path }) => path)).toEqual([
      "body.a",
      "body.b",
    ]);
  });
});
