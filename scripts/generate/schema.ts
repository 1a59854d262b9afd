// The part of JSON Schema (draft-07) that schema/ uses, and how to walk it.

export interface Schema {
  $schema?: string;
  $id?: string;
  $ref?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  definitions?: Record<string, Schema>;
}

/** A copy in which every schema, from the innermost out, is what `change` makes of it. */
export function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const inner = (child: Schema): Schema => mapSchema(child, change);
  const all = (children: Record<string, Schema>): Record<string, Schema> =>
    Object.fromEntries(Object.entries(children).map(([key, child]) => [key, inner(child)]));
  return change({
    ...schema,
    ...(schema.properties && { properties: all(schema.properties) }),
    ...(schema.definitions && { definitions: all(schema.definitions) }),
    ...(schema.items && { items: inner(schema.items) }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map(inner) }),
    ...(typeof schema.additionalProperties === "object" && {
      additionalProperties: inner(schema.additionalProperties),
    }),
  });
}

/** The schema a `$ref` into `#/definitions` points at, or the schema itself. */
export function dereference(schema: Schema, definitions: Record<string, Schema>): Schema {
  if (schema.$ref === undefined) return schema;
  const target = definitions[schema.$ref.replace("#/definitions/", "")];
  if (target === undefined) throw new Error(`schema/config.json has no ${schema.$ref}`);
  return target;
}
