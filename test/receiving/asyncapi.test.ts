// schema/asyncapi.json before AsyncAPI's own parser, and its examples before its own schemas.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ErrorObject } from "ajv";
import { expect, it } from "vitest";
import { EVENT_TYPES } from "../../src/generated/event-types.ts";
import { validateEnvelope } from "../support/event-schema.ts";

interface Diagnostic {
  path: (string | number)[];
}
interface Message {
  id: () => string;
  payload: () => { json: () => object };
  headers: () => { json: () => object };
  examples: () => { all: () => { payload: () => object; headers: () => object }[] };
}
interface Document {
  messages: () => { all: () => Message[] };
  operations: () => { all: () => { id: () => string; action: () => string }[] };
}
// Installed by this project of tests alone, so that the compiler cannot be shown its types.
const { Parser } = createRequire(import.meta.url)("@asyncapi/parser") as {
  Parser: new () => {
    parse: (text: string) => Promise<{ document?: Document; diagnostics: Diagnostic[] }>;
  };
};

const text = readFileSync(new URL("../../schema/asyncapi.json", import.meta.url), "utf8");
const parse = (source: string) => new Parser().parse(source);
const { document, diagnostics } = await parse(text);
const messages = document?.messages().all() ?? [];

it("is a document that AsyncAPI's parser finds nothing wrong with", () => {
  expect(diagnostics).toEqual([]);
  expect(
    document
      ?.messages()
      .all()
      .map((message) => message.id()),
  ).toEqual([...EVENT_TYPES]);
  expect(
    document
      ?.operations()
      .all()
      .map((operation) => [operation.id(), operation.action()]),
  ).toEqual([["deliver", "send"]]);
});

it("would not be, with a reference to nothing or an action that there is not", async () => {
  const found = async (from: string, to: string): Promise<string[]> => {
    const parsed = await parse(text.replace(from, to));
    return parsed.diagnostics.map(({ path }) => path.join("."));
  };
  expect(await found('"action": "send"', '"action": "emit"')).toContain(
    "operations.deliver.action",
  );
  const toNothing = await found("#/components/schemas/Headers", "#/components/schemas/Nothing");
  expect(toNothing).not.toEqual([]);
});

// The parser looks at no example of a document of version 3.
it("has a valid example of each event, also by the Gateway's own closed schemas", () => {
  const ajv = new Ajv({ strict: false });
  const checked = messages.map((message) => {
    const [example] = message.examples().all();
    const problems: unknown[] = validateEnvelope(example?.payload() as Record<string, unknown>);
    for (const [schema, value] of [
      [message.payload().json(), example?.payload()],
      [message.headers().json(), example?.headers()],
    ] as const) {
      const check = ajv.compile(schema);
      check(value);
      problems.push(...(check.errors ?? ([] as ErrorObject[])));
    }
    return [message.id(), problems];
  });
  expect(checked).toEqual(EVENT_TYPES.map((type) => [type, []]));
});

it("takes a field that a later version adds", () => {
  const ajv = new Ajv({ strict: false });
  for (const message of messages) {
    const event = message.examples().all()[0]?.payload() as { data: object };
    const later = { ...event, added: 1, data: { ...event.data, added: { deep: true } } };
    expect(ajv.validate(message.payload().json(), later)).toBe(true);
  }
});
