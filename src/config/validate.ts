// Holds the config to schema/config.json: the frame once, and each endpoint by itself. Applies no defaults.
import { Ajv, type ValidateFunction } from "ajv";
import { configSchema, type EndpointConfig } from "../generated/config.ts";
import { checkEvents } from "./events.ts";
import { checkHeaders } from "./headers.ts";
import { configPath } from "../language/config-path.ts";
import { isAtOrBelow } from "./path.ts";
import { schemaProblems } from "./schema-messages.ts";
import { readSecrets } from "./secrets.ts";
import type { Problem } from "./settings.ts";
import { urlProblem } from "./url.ts";
import { findMissingVariables } from "./variables.ts";

/** What the checks need to know beside the config; `now` in ms since the epoch. */
export interface ValidationContext {
  eventTypes: readonly string[];
  now: number;
}

/** Problems of everything but the endpoints: unknown keys, `log`, `limits`, `inbound`, agent scopes. */
export function checkFrame(block: Record<string, unknown>): Problem[] {
  const problems = runSchema(compiled().frame, block, "");
  const { endpoints: _endpoints, agents: _agents, inbound: _inbound, ...own } = block;
  return [...problems, ...findMissingVariables(own, "")];
}

/** Problems of one endpoint at `path`, schema first; what the schema refused is not looked at again. */
export function checkEndpoint(raw: unknown, path: string, context: ValidationContext): Problem[] {
  const wrong = runSchema(compiled().endpoint, raw, path);
  const missing = findMissingVariables(raw, path);
  const found = [...missing, ...wrong.filter((problem) => !covers(missing, problem.path))];
  if (typeof raw !== "object" || raw === null) return found;
  const config = raw as EndpointConfig;
  const checks: [keyof EndpointConfig, (at: string) => Problem[]][] = [
    ["url", (at) => checkUrl(config.url, at)],
    ["events", (at) => checkEvents(config.events ?? [], at, context.eventTypes)],
    ["headers", (at) => checkHeaders(config.headers ?? {}, at)],
    ["secret", (at) => readSecrets(config.secret, at, context.now).problems],
  ];
  for (const [key, check] of checks) {
    const at = configPath(path, key);
    if (Object.hasOwn(raw, key) && !covers(found, at)) found.push(...check(at));
  }
  return found;
}

/** True when a problem stands at `path` or below it. */
export function covers(problems: readonly Problem[], path: string): boolean {
  return problems.some((problem) => isAtOrBelow(problem.path, path));
}

function checkUrl(url: string, path: string): Problem[] {
  const message = urlProblem(url);
  return message === undefined ? [] : [{ path, message }];
}

function runSchema(validate: ValidateFunction, value: unknown, path: string): Problem[] {
  return validate(value) ? [] : schemaProblems(validate.errors ?? [], value, path);
}

interface Validators {
  frame: ValidateFunction;
  endpoint: ValidateFunction;
}

let validators: Validators | undefined;

// Compiled on first use: the CLI and the setup entry load this module without validating anything.
function compiled(): Validators {
  validators ??= compile();
  return validators;
}

function compile(): Validators {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  const { $id: _id, ...schema } = configSchema;
  // An endpoint fails alone, so to the frame every endpoint is acceptable.
  const frame = { ...schema, definitions: { ...schema.definitions, endpoint: {} } };
  return {
    frame: ajv.compile(frame),
    endpoint: ajv.compile({ ...schema.definitions.endpoint, definitions: schema.definitions }),
  };
}
