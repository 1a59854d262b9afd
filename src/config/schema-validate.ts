// Holds a value to one definition of schema/config.json. Applies no defaults, and checks nothing that a schema cannot say.
import { Ajv, type ValidateFunction } from "ajv";
import { configSchema } from "../generated/config.ts";
import { schemaProblems } from "./problem/schema-messages.ts";
import { findMissingVariables } from "./problem/variables.ts";
import type { Problem } from "./settings.ts";
import { covers } from "./sound.ts";

type Definition = keyof typeof configSchema.definitions;

/** Variables that are missing in the value at `path`, and beside those what its definition refuses. */
export function checkShape(definition: Definition, value: unknown, path: string): Problem[] {
  const missing = findMissingVariables(value, path);
  const wrong = runSchema(definition, value, path);
  return [...missing, ...wrong.filter((problem) => !covers(missing, problem.path))];
}

export function runSchema(name: Definition | "frame", value: unknown, path: string): Problem[] {
  const validate = validatorOf(name);
  return validate(value) ? [] : schemaProblems(validate.errors ?? [], value, path);
}

const validators = new Map<Definition | "frame", ValidateFunction>();

/** Each of these is checked by itself, so whatever holds it accepts anything in its place. */
const CHECKED_ALONE = {
  endpoint: {},
  route: {},
  routeAuth: {},
  endpointAuth: {},
  endpointSignature: {},
};

// Compiled on first use: the CLI and the setup entry load this module without validating anything.
function validatorOf(name: Definition | "frame"): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const { $id: _id, definitions, ...frame } = configSchema;
  const schema = name === "frame" ? frame : definitions[name];
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  const validate = ajv.compile({ ...schema, definitions: { ...definitions, ...CHECKED_ALONE } });
  validators.set(name, validate);
  return validate;
}
