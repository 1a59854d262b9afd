// What does not fit a schema, in words for the person who wrote the body. Repeats no value of it. The schema itself is
// held elsewhere.
import type { ErrorObject } from "ajv";
import { configPath } from "../../../language/config-path.ts";

/** One thing to correct in a body. */
export interface SchemaMismatch {
  /** `body.items[0].id`. */
  path: string;
  /** `expected a string, found a number`. */
  message: string;
}

const maxPathLength = 200;

/** `root`: what messages call `body`, the whole that was checked. */
export function toMismatch(error: ErrorObject, root: string, body: unknown): SchemaMismatch {
  const { path, value } = locate(root, body, error.instancePath);
  const params = error.params as Readonly<Record<string, unknown>>;
  const missing = params["missingProperty"];
  if (error.keyword === "required" && typeof missing === "string") {
    return { path: shorten(configPath(path, missing)), message: "is missing" };
  }
  const extra = params["additionalProperty"] ?? params["unevaluatedProperty"];
  if (typeof extra === "string") {
    return { path: shorten(configPath(path, extra)), message: "is not allowed" };
  }
  const found = `found ${kindOf(value)}`;
  return { path: shorten(path), message: `expected ${expectation(error, params)}, ${found}` };
}

function expectation({ keyword, message }: ErrorObject, params: Record<string, unknown>): string {
  const wanted = keyword === "enum" ? params["allowedValues"] : params["allowedValue"];
  switch (keyword) {
    case "type":
      return [params["type"]]
        .flat()
        .map((name) => kindNames.get(String(name)) ?? name)
        .join(" or ");
    case "enum":
      return `one of ${(wanted as unknown[]).map((value) => JSON.stringify(value)).join(", ")}`.slice(
        0,
        200,
      );
    case "const":
      return JSON.stringify(wanted).slice(0, 200);
    default:
      // ajv's words for the other keywords speak of the schema only: "must NOT have fewer than 2 items".
      return `what the schema says (${(message ?? keyword).slice(0, 200)})`;
  }
}

/** Follows an RFC 6901 pointer, and spells it as a template would. */
function locate(root: string, body: unknown, pointer: string): { path: string; value: unknown } {
  let path = root;
  let value = body;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    path = configPath(path, Array.isArray(value) ? Number(key) : key);
    value = Object(value) === value ? (value as Record<string, unknown>)[key] : undefined;
  }
  return { path, value };
}

const kindNames = new Map([
  ["array", "a list"],
  ["boolean", "true or false"],
  ["integer", "a whole number"],
  ["null", "null"],
  ["number", "a number"],
  ["object", "an object"],
  ["string", "a string"],
]);

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "boolean" ? "a boolean" : (kindNames.get(typeof value) ?? typeof value);
}

function shorten(path: string): string {
  return path.length > maxPathLength ? `${path.slice(0, maxPathLength)}…` : path;
}
