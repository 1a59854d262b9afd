// The schemas of every release before today's: what docs/compatibility.md promises.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mapSchema, type Schema } from "../../scripts/generate/schema.ts";
import { breakingChanges, type Side } from "../support/compatibility/schema-changes.ts";

interface Schemas {
  event: Schema;
  events: Record<string, Schema>;
  config: Schema;
}

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(at(path), "utf8"));
const names = (path: string): string[] =>
  readdirSync(at(path)).map((file) => file.replace(/\.json$/, ""));

const today: Schemas = {
  event: read("schema/event.json") as Schema,
  events: Object.fromEntries(
    names("schema/events").map((type) => [type, read(`schema/events/${type}.json`) as Schema]),
  ),
  config: read("schema/config.json") as Schema,
};

function changes(earlier: Schemas, later: Schemas): string[] {
  const within = (place: string, lines: string[]): string[] =>
    lines.map((line) => `${place} ${line}`);
  return [
    ...within("event", breakingChanges("reader", earlier.event, later.event)),
    ...Object.entries(earlier.events).flatMap(([type, schema]) => {
      const same = later.events[type];
      if (same === undefined) return [`${type} is gone`];
      return within(type, breakingChanges("reader", schema, same));
    }),
    ...within("config", breakingChanges("writer", earlier.config, later.config)),
  ];
}

const releases = names("fixtures/released");

it("has the schemas of a release", () => expect(releases).toContain("0.1.0"));

it.each(releases)("breaks nothing that %s promised", (version) => {
  expect(changes(read(`fixtures/released/${version}.json`) as Schemas, today)).toEqual([]);
});

const base: Schema = {
  type: "object",
  additionalProperties: false,
  required: ["id"],
  properties: {
    id: { type: "string" },
    kind: { type: "string", enum: ["a", "b"] },
    count: { type: "integer", minimum: 1, maximum: 10, default: 5 },
    list: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
    either: { anyOf: [{ type: "boolean" }, { type: "string", enum: ["x"] }] },
    self: { $ref: "#/definitions/self" },
  },
  definitions: {
    self: { type: "object", properties: { any: { $ref: "#/definitions/self" }, eq: {} } },
  },
};

type Change = (schema: Required<Pick<Schema, "properties">> & Schema) => void;
const field =
  (name: string, next: object): Change =>
  ({ properties }) => {
    properties[name] = { ...properties[name], ...next };
  };

/** What each side notices; both must be the whole list. */
const CHANGES: [string, Change, Record<Side, string[]>][] = [
  [
    "a field that is gone",
    ({ properties }) => void delete properties["count"],
    { reader: ["count: is gone"], writer: ["count: is gone"] },
  ],
  [
    "a field within a list that is gone",
    field("list", { items: { type: "object", properties: {} } }),
    { reader: ["list[].name: is gone"], writer: ["list[].name: is gone"] },
  ],
  [
    "a field within what holds itself that is gone",
    (schema) => void delete schema.definitions?.["self"]?.properties?.["eq"],
    { reader: ["self.eq: is gone"], writer: ["self.eq: is gone"] },
  ],
  [
    "a new field",
    ({ properties }) => void (properties["more"] = { type: "string" }),
    { reader: [], writer: [] },
  ],
  [
    "a new field that must be there",
    (schema) => {
      schema.properties["more"] = { type: "string" };
      schema.required = ["id", "more"];
    },
    { reader: [], writer: ["more: is now required"] },
  ],
  [
    "a field that need not be there any more",
    (schema) => void (schema.required = []),
    { reader: ["id: may now be absent"], writer: [] },
  ],
  [
    "another type",
    field("id", { type: "integer" }),
    { reader: ["id: type was string, is integer"], writer: ["id: type was string, is integer"] },
  ],
  [
    "one more type",
    field("id", { type: ["string", "null"] }),
    { reader: ["id: type was string, is string or null"], writer: [] },
  ],
  [
    "a value that is gone",
    field("kind", { enum: ["a"] }),
    { reader: ["kind: value b is gone"], writer: ["kind: value b is gone"] },
  ],
  ["a new value", field("kind", { enum: ["a", "b", "c"] }), { reader: [], writer: [] }],
  [
    "a list of values where there was none",
    field("id", { enum: ["x"] }),
    { reader: [], writer: ["id: only listed values are taken"] },
  ],
  [
    "a narrower range",
    field("count", { minimum: 2, maximum: 9 }),
    { reader: [], writer: ["count: minimum is narrower", "count: maximum is narrower"] },
  ],
  ["a wider range", field("count", { minimum: 0, maximum: 11 }), { reader: [], writer: [] }],
  [
    "another default",
    field("count", { default: 6 }),
    { reader: [], writer: ["count: default changed"] },
  ],
  [
    "a pattern",
    field("id", { pattern: "^x" }),
    { reader: ["id: pattern changed"], writer: ["id: pattern changed"] },
  ],
  [
    "a constant",
    field("id", { const: "x" }),
    { reader: ["id: constant changed"], writer: ["id: constant changed"] },
  ],
  [
    "an alternative that is gone",
    field("either", { anyOf: [{ type: "boolean" }] }),
    {
      reader: ["either: alternative 2 is gone or narrower"],
      writer: ["either: alternative 2 is gone or narrower"],
    },
  ],
  [
    "one more alternative",
    field("either", { anyOf: [{ type: "object" }, ...(base.properties?.["either"]?.anyOf ?? [])] }),
    { reader: ["either: alternative 1 is new"], writer: [] },
  ],
  [
    "other words in a description",
    field("id", { description: "new words" }),
    { reader: [], writer: [] },
  ],
];

describe("what would be noticed", () => {
  it.each(CHANGES)("%s", (_name, change, expected) => {
    const later = structuredClone(base) as Schema & { properties: Record<string, Schema> };
    change(later);
    expect({
      reader: breakingChanges("reader", base, later),
      writer: breakingChanges("writer", base, later),
    }).toEqual(expected);
  });

  it("a whole event type that is gone", () => {
    const { "message.sent": _gone, ...events } = today.events;
    expect(changes(today, { ...today, events })).toEqual(["message.sent is gone"]);
  });

  it("a setting of the real config that is gone, wherever it stands", () => {
    const config = mapSchema(today.config, (part) => {
      if (part.properties?.["timeoutMs"] === undefined) return part;
      const { timeoutMs: _gone, ...properties } = part.properties;
      return { ...part, properties };
    });
    expect(changes(today, { ...today, config })).toContainEqual(
      expect.stringMatching(/^config .*timeoutMs: is gone$/),
    );
  });
});
