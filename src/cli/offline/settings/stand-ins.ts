// Puts something of the right kind where only the Gateway knows the value: a variable that is not set here, a
// reference to a secret. So all the rest can be checked without it. Must not look up a secret.
import { isRecord } from "../../../config/problem/path.ts";
import { configPath } from "../../../language/config-path.ts";
import { isFreeForm, isPublicKey, isSecretKey } from "./secret-places.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that the config names and this environment does not have. */
export interface MissingVariable {
  path: string;
  name: string;
}

export interface Substitution {
  value: unknown;
  missing: MissingVariable[];
}

/** Stands where a secret would; a text that holds it is not the one that signs. */
export const STAND_IN = "stand-in";

/** The host's own spelling; `$${NAME}` is the text `${NAME}` (openclaw docs, gateway/config-secrets-env). */
const VARIABLE = /(\$?)\$\{([A-Z_][A-Z0-9_]*)\}/g;

/** Stands for an address that is one variable; nobody has a name below `alt` (RFC 9476). */
export const STAND_IN_URL = "https://stand-in.alt";

const ADDRESSES = new Set(["url", "tokenUrl"]);

const SOURCES = new Set(["env", "file", "exec", "store"]);

/**
 * A copy of the config with variables and references replaced; what is not set is replaced by something of its kind,
 * or left as the host would.
 */
export function withStandIns(
  value: unknown,
  environment: Environment,
  unset: "replace" | "leave" = "replace",
): Substitution {
  const missing: MissingVariable[] = [];
  return {
    value: replace(value, { environment, missing, unset }, { path: "", key: "", ours: true }),
    missing,
  };
}

interface Place {
  path: string;
  key: string;
  /** False inside of what the operator makes up freely. */
  ours: boolean;
}

interface Work {
  environment: Environment;
  missing: MissingVariable[];
  unset: "replace" | "leave";
}

function replace(value: unknown, work: Work, place: Place): unknown {
  if (typeof value === "string") return replaceVariables(value, work, place);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      replace(item, work, { ...place, path: configPath(place.path, index) }),
    );
  }
  if (!isRecord(value)) return value;
  const { path: at, key: name } = place;
  const mayRefer = isSecretKey(name, at) || isPublicKey(at);
  if (place.ours && mayRefer && isSecretRef(value)) return replaceReference(value, work, place);
  const entries = Object.entries(value).map(([key, item]) => {
    const ours = place.ours && !isFreeForm(key);
    return [key, replace(item, work, { path: configPath(place.path, key), key, ours })];
  });
  return Object.fromEntries(entries) as unknown;
}

function replaceVariables(
  text: string,
  { environment, missing, unset }: Work,
  { path, key }: Place,
): string {
  return text.replaceAll(VARIABLE, (written, escape: string, name: string) => {
    if (escape !== "") return written.slice(1);
    const value = environment[name];
    if (isSet(value)) return value;
    missing.push({ path, name });
    if (unset === "leave") return written;
    return ADDRESSES.has(key) && written === text ? STAND_IN_URL : STAND_IN;
  });
}

/** Of the sources, only variables can be seen from here. */
function replaceReference(
  value: Record<string, unknown>,
  { environment, missing, unset }: Work,
  { path }: Place,
): unknown {
  const { source, id } = value;
  if (source !== "env" || typeof id !== "string" || isSet(environment[id])) return STAND_IN;
  missing.push({ path, name: id });
  return unset === "leave" ? value : STAND_IN;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function isSecretRef({ source, id }: Record<string, unknown>): boolean {
  return typeof source === "string" && SOURCES.has(source) && typeof id === "string";
}
