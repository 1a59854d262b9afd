// Finds `${NAME}` that the host left in a value because the variable is missing. Reads no environment.
import { configPath } from "../../language/config-path.ts";
import { isRecord } from "./path.ts";
import type { Problem } from "../settings.ts";

/** The host's own spelling of a variable (openclaw docs, gateway/configuration: env substitution). */
const VARIABLE = /\$\{([A-Z_][A-Z0-9_]*)\}/g;

/** A process never hears of a variable that is set after its start; nor does the host look at `.env` again. */
export const SET_VARIABLE = "set it where the Gateway runs, and restart the Gateway";

export function missingVariable(name: string): string {
  return `the environment variable ${name} is not set; ${SET_VARIABLE}`;
}

/** One problem for each string below `path` that still names a variable. */
export function findMissingVariables(value: unknown, path: string): Problem[] {
  if (typeof value === "string") {
    const names = new Set([...value.matchAll(VARIABLE)].map((match) => match[1]));
    return [...names].map((name) => ({
      path,
      message: missingVariable(name ?? ""),
    }));
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => findMissingVariables(item, configPath(path, index)));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    findMissingVariables(item, configPath(path, key)),
  );
}
