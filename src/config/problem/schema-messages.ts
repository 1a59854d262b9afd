// Turns JSON Schema errors into messages for the person who wrote the config. Repeats no value that may be a secret.
import { isAtOrBelow, pathOfPointer } from "./path.ts";
import type { Problem } from "../settings.ts";
import { configSchema } from "../../generated/config.ts";
import { didYouMean, nearest, suggestion } from "../../language/nearest.ts";

/** What the validator (ajv with `allErrors` and `verbose`) tells of one failed keyword. */
export interface SchemaError {
  keyword: string;
  /** RFC 6901 pointer from the validated value to where the keyword failed. */
  instancePath: string;
  params: Record<string, unknown>;
  data?: unknown;
  parentSchema?: object;
}

interface Located {
  error: SchemaError;
  path: string;
}

/** Values below these keys are told by kind only. */
const CONFIDENTIAL = /(^|\.)(secret|headers|url|transform|options|where|auth|template|schema)\b/;

/**
 * One problem for each thing to correct. An `anyOf` yields the errors of the alternative that was
 * meant, or, when none can be told, the list of alternatives.
 * `value` is what was validated, at `path`.
 */
export function schemaProblems(
  errors: readonly SchemaError[],
  value: unknown,
  path: string,
): Problem[] {
  const located: Located[] = errors.map((error) => ({
    error,
    path: pathOfPointer(path, error.instancePath, value),
  }));
  const unions = located.filter(({ error }) => error.keyword === "anyOf");
  const meant = located.filter((one) => !isOfOtherKind(one, unions));
  const kept = meant.filter(({ error, path: at }) => {
    // The outermost of several is reported last.
    const union = unions.findLast((candidate) => candidate.path === at);
    if (union === undefined) return true;
    if (error.keyword !== "type" && error.keyword !== "anyOf") return true;
    const specific = meant.some(
      (other) =>
        isAtOrBelow(other.path, at) &&
        !(other.path === at && ["type", "anyOf"].includes(other.error.keyword)),
    );
    return !specific && error === union.error;
  });
  return kept.map(({ error, path: at }) => toProblem(error, at));
}

/** True for the words of an alternative that the value, of another kind, cannot have meant. */
function isOfOtherKind({ error, path }: Located, unions: readonly Located[]): boolean {
  const { type } = error.parentSchema as Schema;
  const isWords = error.keyword === "enum" && type === "string";
  return isWords && typeof error.data !== "string" && unions.some((union) => union.path === path);
}

function toProblem(error: SchemaError, path: string): Problem {
  if (error.keyword === "additionalProperties") {
    const key = String(error.params["additionalProperty"]);
    const known = Object.keys((error.parentSchema as Schema).properties ?? {});
    const owner = OWNERS.find(([, keys]) => keys.includes(key))?.[0];
    const isMisplaced = owner !== undefined && !/\bauth$/.test(path);
    const hint =
      isMisplaced && nearest(key, known) === undefined
        ? `; it is a setting of ${owner}`
        : suggestion(key, known);
    return { path, message: `unknown key "${key.slice(0, 80)}"${hint}` };
  }
  if (error.keyword === "required") {
    return { path, message: `"${String(error.params["missingProperty"])}" is missing` };
  }
  const found = describe(error.data, path);
  return { path, message: `expected ${expectation(error)}, found ${found}${hintOf(error)}` };
}

/** More words than these are not read to the end. */
const MANY_WORDS = 8;

function hintOf({ keyword, data, parentSchema }: SchemaError): string {
  const words = ((parentSchema as Schema).enum ?? []).filter((word) => typeof word === "string");
  if (keyword !== "enum" || words.length <= MANY_WORDS || typeof data !== "string") return "";
  return didYouMean(data, words);
}

function expectation(error: SchemaError): string {
  const schema = error.parentSchema as Schema;
  const limit = String(error.params["limit"]);
  switch (error.keyword) {
    case "enum":
      return `one of ${(schema.enum ?? []).map((value) => JSON.stringify(value)).join(", ")}`;
    case "minimum":
      return `at least ${limit}`;
    case "maximum":
      return `at most ${limit}`;
    case "minLength":
      return limit === "1" ? "some text" : `at least ${limit} characters`;
    case "maxLength":
      return `at most ${limit} characters`;
    case "minItems":
      return limit === "1"
        ? "at least one entry (leave it out for no limit)"
        : `at least ${limit} entries`;
    case "maxItems":
      return `at most ${limit} entries`;
    case "pattern":
      return PATTERNS[schema.pattern ?? ""] ?? `text that matches ${schema.pattern}`;
    default:
      return kindsOf(schema);
  }
}

/** Settings that stand in the wrong place, and whose they are. */
const OWNERS: readonly (readonly [owner: string, keys: readonly string[]])[] = (
  [
    ["an endpoint", "endpoint"],
    ["a route", "route"],
    ["an endpoint's filter", "filter"],
    ["an endpoint's retry", "retry"],
    ["inbound", "inbound"],
    ["log", "log"],
    ["limits", "limits"],
  ] as const
).map(([owner, name]) => [owner, Object.keys(configSchema.definitions[name].properties)]);

/** The patterns of the schema in words; a test holds that none is missing. */
const PATTERNS: Readonly<Record<string, string>> = {
  "^[A-Za-z0-9][A-Za-z0-9._-]*$": "letters, digits and . _ - with a letter or digit first",
  "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$": "letters, digits and _ - with a letter or digit first",
  "^(/[A-Za-z0-9_-]+)+/?$": 'a path such as "/webhooks/inbound"',
  "^([A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\\.?|\\[[0-9A-Fa-f:.]+\\])$":
    "the name of a host, without scheme and port",
  "^[^:]+$": "a text without colon",
  "^[1-5]xx$": 'a class of statuses such as "2xx"',
};

/** The parts of a schema that messages are made of. */
interface Schema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  pattern?: string;
  properties?: Record<string, unknown>;
  anyOf?: readonly Schema[];
  $ref?: string;
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  object: "an object",
  string: "a string",
  "#/definitions/secretRef": "a SecretRef",
  "#/definitions/secretValue": "a string, a SecretRef",
};

function kindsOf({ type, anyOf, $ref, enum: words }: Schema): string {
  if (words !== undefined) return words.map((word) => JSON.stringify(word)).join(" or ");
  if ($ref !== undefined) return KIND_NAMES[$ref] ?? "an object";
  if (anyOf !== undefined) return anyOf.map(kindsOf).join(" or ");
  const types = typeof type === "string" ? [type] : (type ?? []);
  return types.map((name) => KIND_NAMES[name] ?? name).join(" or ");
}

function describe(value: unknown, path: string): string {
  if (value === null) return "null";
  if (Array.isArray(value))
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  if (CONFIDENTIAL.test(path)) return value === "" ? "an empty string" : `a ${typeof value}`;
  return JSON.stringify(typeof value === "string" ? value.slice(0, 40) : value);
}
