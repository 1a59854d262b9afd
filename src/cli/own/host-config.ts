// The host's config as its own commands read it before they call a Gateway (`readGatewayDispatchConfig` of OpenClaw
// 2026.9.6): JSON5, `$include`, `${NAME}` from the environment, the file `.env` and the config's own `env`. What is
// missing stays as it is written, and references to secrets are not followed.
import { readFileSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parseEnv } from "node:util";
import { readConfigFile } from "../../config/load.ts";
import { isRecord } from "../../config/problem/path.ts";
import type { Environment, Places } from "./places.ts";

export interface HostConfig {
  /** Undefined: it cannot be read, or not by these rules. Only the host can say what is wrong. */
  config: Record<string, unknown> | undefined;
  /** With what `.env` and the config add, where the process has nothing of that name. */
  environment: Environment;
}

/** docs/gateway/configuration: includes may lie ten deep. */
const DEEPEST = 10;

class Unreadable extends Error {}

/** Never throws. */
export function readHostConfig({ stateDir, configPath }: Places, given: Environment): HostConfig {
  const environment = { ...dotEnv(join(stateDir, ".env")), ...present(given) };
  try {
    const text = read(configPath);
    if (text === undefined) return { config: {}, environment };
    const parsed = withIncludes(parse(text), configPath, [configPath], dirname(configPath));
    if (!isRecord(parsed)) return { config: {}, environment };
    const all = { ...ownVariables(parsed["env"]), ...environment };
    return { config: substituted(parsed, all) as Record<string, unknown>, environment: all };
  } catch (error) {
    if (error instanceof Unreadable) return { config: undefined, environment };
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Unreadable();
  }
}

function parse(text: string): unknown {
  const reading = readConfigFile(text);
  if (!reading.ok) throw new Unreadable();
  return reading.value;
}

/** `chain`: the files that led here. Nothing outside `root` is read. */
function withIncludes(value: unknown, file: string, chain: string[], root: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withIncludes(each, file, chain, root));
  if (!isRecord(value)) return value;
  const { $include: include, ...beside } = value;
  const own = Object.fromEntries(
    Object.entries(beside).map(([key, each]) => [key, withIncludes(each, file, chain, root)]),
  );
  if (!Object.hasOwn(value, "$include")) return own;
  const paths = Array.isArray(include) ? include : [include];
  const included = paths.map((path: unknown) => includedFile(path, file, chain, root));
  const merged = Array.isArray(include) ? included.reduce(merge, {}) : included[0];
  return Object.keys(own).length === 0 ? merged : merge(merged, own);
}

function includedFile(path: unknown, file: string, chain: string[], root: string): unknown {
  if (typeof path !== "string" || chain.length > DEEPEST) throw new Unreadable();
  const target = resolve(dirname(file), path);
  const text = chain.includes(target) || !isWithin(root, target) ? undefined : read(target);
  if (text === undefined || !isWithin(realpathSync(root), realpathSync(target)))
    throw new Unreadable();
  return withIncludes(parse(text), target, [...chain, target], root);
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Lists one after the other, objects key by key, else what comes later. */
function merge(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...(one as unknown[]), ...other];
  if (!isRecord(one) || !isRecord(other)) return other;
  const merged = { ...one };
  for (const [key, value] of Object.entries(other))
    merged[key] = Object.hasOwn(merged, key) ? merge(merged[key], value) : value;
  return merged;
}

function dotEnv(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(read(path) ?? "");
  } catch {
    return {};
  }
}

function present(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** `env: {NAME: "…", vars: {NAME: "…"}}` */
function ownVariables(env: unknown): Record<string, string> {
  if (!isRecord(env)) return {};
  const { vars, shellEnv: _, ...direct } = env;
  const texts = Object.entries({ ...(isRecord(vars) && vars), ...direct }).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string" && pair[1].trim() !== "",
  );
  return Object.fromEntries(texts);
}

const VARIABLE = /\$(\$?)\{([A-Z_][A-Z0-9_]*)\}/g;

function substituted(value: unknown, environment: Environment): unknown {
  if (typeof value === "string") {
    return value.replaceAll(VARIABLE, (whole, escape: string, name: string) =>
      escape === "" ? environment[name] || whole : `\${${name}}`,
    );
  }
  if (Array.isArray(value)) return value.map((each) => substituted(each, environment));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, each]) => [key, substituted(each, environment)]));
}
