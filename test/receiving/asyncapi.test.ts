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

it("is a document that AsyncAPI's parser finds nothing wrong with", async () => {
  const { document, diagnostics } = await parse(text);
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

it("would not be, with an example that does not fit", async () => {
  const { diagnostics } = await parse(
    text.replace('"delivery": "confirmed"', '"delivery": "lost"'),
  );
  expect(diagnostics.map(({ path }) => path.slice(0, 4))).toContainEqual([
    "components",
    "messages",
    "message.sent",
    "examples",
  ]);
});

it("has a valid example of each event, also by the Gateway's own closed schemas", async () => {
  const { document } = await parse(text);
  const ajv = new Ajv({ strict: false });
  const checked = (document?.messages().all() ?? []).map((message) => {
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

it("takes a field that a later version adds", async () => {
  const { document } = await parse(text);
  const ajv = new Ajv({ strict: false });
  for (const message of document?.messages().all() ?? []) {
    const event = message.examples().all()[0]?.payload() as { data: object };
    const later = { ...event, added: 1, data: { ...event.data, added: { deep: true } } };
    expect(ajv.validate(message.payload().json(), later)).toBe(true);
  }
});
