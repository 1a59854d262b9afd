// The schema of what a reader may answer: closed, so that only what the operator has named comes through. Must not let
// a keyword pass whose effect on that is not known here.
import { configPath } from "../../language/config-path.ts";
import { didYouMean } from "../../language/nearest.ts";

type Schema = Readonly<Record<string, unknown>>;

export type ClosedSchema = { ok: true; schema: Schema } | { ok: false; problems: string[] };

/** One of these says what a value may be at all. */
const SAYING = ["type", "enum", "const", "anyOf", "oneOf", "$ref"];
/** Keywords whose value is a schema, a list of them, or a map of them. */
const NESTED = new Map<string, "one" | "list" | "map">([
  ["items", "one"],
  ["anyOf", "list"],
  ["oneOf", "list"],
  ["properties", "map"],
  ["$defs", "map"],
  ["definitions", "map"],
]);
const OTHERS =
  `$comment $schema additionalProperties const default deprecated description enum examples
  exclusiveMaximum exclusiveMinimum format maxItems maxLength maxProperties maximum minItems minLength minProperties
  minimum multipleOf pattern required title type uniqueItems`.split(/\s+/);
const KEYWORDS: ReadonlySet<string> = new Set([...SAYING, ...NESTED.keys(), ...OTHERS]);

/** The same schema, whose objects take the named properties alone. Each problem starts with its place: `schema.…`. */
export function closeSchema(root: Schema): ClosedSchema {
  const problems: string[] = [];
  if (root["type"] !== "object") {
    problems.push('schema.type: expected "object": the fields are its properties');
  }
  const schema = close(root, "schema", (problem) => problems.push(problem));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, schema };
}

function close(schema: Schema, at: string, tell: (problem: string) => void): Schema {
  for (const key of Object.keys(schema)) {
    if (KEYWORDS.has(key)) continue;
    tell(
      `${configPath(at, key)}: not taken in a schema of fields${didYouMean(key, [...KEYWORDS])}`,
    );
  }
  if (!SAYING.some((key) => Object.hasOwn(schema, key))) {
    tell(`${at}: "type" is missing: without it anything would come through`);
  }
  const types = [schema["type"]].flat();
  if (types.includes("array") && !isObject(schema["items"])) {
    tell(`${at}: "items" is missing: without it anything would come through`);
  }
  const isOpen = schema["additionalProperties"] ?? false;
  if (isOpen !== false) {
    tell(
      `${configPath(at, "additionalProperties")}: expected false or nothing: each field is named`,
    );
  }
  const isOfObjects = types.includes("object");
  if (isOfObjects && Object.keys(Object(schema["properties"])).length === 0) {
    tell(`${at}: "properties" is missing: each field is named`);
  }
  const entries = Object.entries(schema).map(([key, value]) => {
    const below = (name: string | number, one: unknown): unknown =>
      closeValue(one, configPath(configPath(at, key), name), tell);
    switch (NESTED.get(key)) {
      case "one":
        return [key, closeValue(value, configPath(at, key), tell)];
      case "list":
        return [key, Array.isArray(value) ? value.map((one, index) => below(index, one)) : value];
      case "map":
        return [key, isObject(value) ? mapValues(value, below) : value];
      default:
        return [key, value];
    }
  });
  return Object.fromEntries(isOfObjects ? [...entries, ["additionalProperties", false]] : entries);
}

/** Whether some field can hold any words, as no list of values bounds it. `schema`: closed. */
export function hasFreeText(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const isBounded = Object.hasOwn(schema, "enum") || Object.hasOwn(schema, "const");
  if ([schema["type"]].flat().includes("string") && !isBounded) return true;
  return [...NESTED].some(([key, kind]) => {
    const value = schema[key];
    return kind === "one" ? hasFreeText(value) : Object.values(Object(value)).some(hasFreeText);
  });
}

function closeValue(schema: unknown, at: string, tell: (problem: string) => void): unknown {
  if (isObject(schema)) return close(schema, at, tell);
  tell(`${at}: expected an object that says what is taken`);
  return schema;
}

function mapValues(map: Schema, change: (name: string, value: unknown) => unknown): Schema {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, change(name, value)]),
  );
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
