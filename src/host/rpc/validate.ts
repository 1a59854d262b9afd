// Holds the parameters of a call to their schema. Knows no method and changes no value.
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { PARAMS } from "./params.ts";

const validators = new Map<string, ValidateFunction>();
const ajv = new Ajv({ allErrors: false, formats: { instant: isInstant } });

/** What is wrong with the parameters of a method, without their values; undefined = nothing. */
export function paramsProblem(method: string, params: unknown): string | undefined {
  const validate = validatorOf(method);
  if (validate(params)) return undefined;
  const [error] = validate.errors ?? [];
  return error === undefined ? "the parameters are not understood" : wordsOf(error);
}

function validatorOf(method: string): ValidateFunction {
  const known = validators.get(method);
  if (known) return known;
  const schema = PARAMS[method];
  if (schema === undefined) throw new Error(`the method ${method} has no parameter schema`);
  const compiled = ajv.compile(schema);
  validators.set(method, compiled);
  return compiled;
}

/** ISO 8601 with a zone, or a date. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
    ? !Number.isNaN(Date.parse(text))
    : false;
}

function wordsOf({ keyword, params, instancePath, message }: ErrorObject): string {
  const place = instancePath === "" ? "" : `${instancePath.slice(1).replaceAll("/", ".")}: `;
  if (keyword === "additionalProperties") {
    return `${place}unknown parameter "${String(params["additionalProperty"])}"`;
  }
  if (keyword === "required") return `${place}"${String(params["missingProperty"])}" is missing`;
  if (keyword === "enum") {
    return `${place}must be one of ${(params["allowedValues"] as string[]).join(", ")}`;
  }
  if (keyword === "pattern") return `${place}is not an id of the right kind`;
  if (keyword === "format") return `${place}is not a time; write it as 2026-03-14T10:30:00Z`;
  return `${place}${message ?? "is wrong"}`;
}
