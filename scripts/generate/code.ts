// Makes TypeScript of the schemas: types of the config and of every event, and the list of event types.
import { compile } from "json-schema-to-typescript";
import { mapSchema, type Schema } from "./schema.ts";

export const BANNER =
  "// Generated from schema/ by scripts/generate.ts; change the schema instead.\n\n";

const OPTIONS = {
  bannerComment: "",
  additionalProperties: false,
  // Lengths are the validator's; as types they would become tuples of every length.
  ignoreMinAndMaxItems: true,
  style: { printWidth: 100 },
};

/** Types of what an operator writes, and the schema itself for the validator. */
export async function configTypes(schema: Schema): Promise<string> {
  const types = await toTypeScript(schema, "WebhooksConfig");
  const constant = `export const configSchema = ${JSON.stringify(schema, null, 2)} as const;\n`;
  return `${BANNER}${types}\n${constant}`;
}

/** One interface for each event type, and `WebhookEvent`, their union told apart by `type`. */
export async function eventTypes(
  envelope: Schema,
  data: Readonly<Record<string, Schema>>,
): Promise<string> {
  const definitions: Record<string, Schema> = {};
  const events = namesOf(envelope, data).map((type) => {
    const { $schema: _schema, $id: _id, ...body } = data[type] ?? {};
    return {
      ...envelopeWithout(envelope),
      title: `${pascalCase(type)}Event`,
      properties: {
        ...envelope.properties,
        type: { const: type },
        data: hoistTitled(body, definitions),
      },
    };
  });
  return BANNER + (await toTypeScript({ oneOf: events, definitions }, "WebhookEvent"));
}

/** The only list of event types that code reads. */
export function eventTypeList(envelope: Schema, data: Readonly<Record<string, Schema>>): string {
  const lines = namesOf(envelope, data).map((type) => `  ${JSON.stringify(type)},\n`);
  const about = namesOf(envelope, data).map(
    (type) => `  ${JSON.stringify(type)}:\n    ${JSON.stringify(data[type]?.description ?? "")},\n`,
  );
  return [
    BANNER,
    "/** Every type an event can have, in the order of the documentation. */\n",
    `export const EVENT_TYPES = [\n${lines.join("")}] as const;\n\n`,
    "export type EventType = (typeof EVENT_TYPES)[number];\n\n",
    "/** When each is sent. */\n",
    `export const EVENT_ABOUT: Readonly<Record<EventType, string>> = {\n${about.join("")}};\n\n`,
    "/** The keys that an object of some event may have, by its path; what is not here may have any. */\n",
    `export const EVENT_KEYS: Readonly<Record<string, readonly string[]>> = ${keysOf(envelope, data)};\n`,
  ].join("");
}

/** Of the envelope, and of the `data` of all types together. */
function keysOf(envelope: Schema, data: Readonly<Record<string, Schema>>): string {
  const all = new Map<string, Set<string>>();
  const collect = (path: string, { properties }: Schema): void => {
    if (properties === undefined) return;
    const keys = all.get(path) ?? new Set();
    all.set(path, keys);
    for (const [key, child] of Object.entries(properties)) {
      keys.add(key);
      collect(path === "" ? key : `${path}.${key}`, child);
    }
  };
  collect("", envelope);
  for (const schema of Object.values(data)) collect("data", schema);
  return JSON.stringify(
    Object.fromEntries([...all].map(([path, keys]) => [path, [...keys]])),
    null,
    2,
  );
}

/** The types of the envelope's `type`; throws when schema/events holds others. */
export function namesOf(envelope: Schema, data: Readonly<Record<string, Schema>>): string[] {
  const types = (envelope.properties?.["type"]?.enum ?? []).map(String);
  const differing = [...new Set(types).symmetricDifference(new Set(Object.keys(data)))];
  if (differing.length > 0) {
    throw new Error(`schema/event.json and schema/events/ differ in ${differing.join(", ")}`);
  }
  return types;
}

function envelopeWithout({
  $schema: _schema,
  $id: _id,
  description: _text,
  ...rest
}: Schema): Schema {
  return rest;
}

// Schemas repeat their parts so that each file stands alone; in code one title is one type,
// and a narrower part that has the title of another stays nameless.
export function hoistTitled(
  schema: Schema,
  definitions: Record<string, Schema>,
  place = "#/definitions/",
): Schema {
  return mapSchema(schema, (part) => {
    if (part.title === undefined || part.type !== "object") return part;
    const known = definitions[part.title];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(part)) {
      const { title: _title, ...nameless } = part;
      return nameless;
    }
    definitions[part.title] = part;
    return { $ref: `${place}${part.title}` };
  });
}

async function toTypeScript(schema: Schema, name: string): Promise<string> {
  // Both packages describe draft-07; the compiler's own type is narrower about `type` and `const`.
  const input = structuredClone(schema) as Parameters<typeof compile>[0];
  return compile(input, name, OPTIONS);
}

export function pascalCase(type: string): string {
  return type
    .split(".")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
