// Masks what stands at named places of a body. A body without them stays as it is, byte for byte.
// Must not decide which places are secret.
import { MASK } from "../../language/mask-text.ts";
import { parseJson } from "../../language/number/parse-json.ts";

type Paths = readonly (readonly string[])[];

/** `text` as JSON; what is none has no places. A path goes through lists, as conditions do. */
export function maskPaths(text: string, paths: Paths): string {
  // A key may be written with escapes: only then can a body that does not name it hold it.
  const mayHold = paths.some((path) => text.includes(path.at(-1) ?? "")) || text.includes("\\u");
  if (paths.length === 0 || !mayHold) return text;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return text;
  }
  try {
    const hits = paths.map((path) => maskAt(value, path));
    return hits.includes(true) ? JSON.stringify(value) : text;
  } catch (error) {
    // Nested deeper than any route takes: what cannot be looked through is not kept.
    if (error instanceof RangeError) return JSON.stringify(MASK);
    throw error;
  }
}

/** `text` as a form, whose field `payload` may be JSON with the same places. */
export function maskFields(text: string, paths: Paths): string {
  if (paths.length === 0) return text;
  const names = new Set(paths.filter(({ length }) => length === 1).map(([name]) => name));
  const parts = text.split("&").map((part) => {
    const [[name, value] = []] = new URLSearchParams(part);
    if (name === undefined || value === undefined) return part;
    if (names.has(name)) return `${part.split("=", 1)[0]}=${encodeURIComponent(MASK)}`;
    if (name !== "payload") return part;
    const shown = maskPaths(value, paths);
    return shown === value ? part : `payload=${encodeURIComponent(shown)}`;
  });
  return parts.join("&");
}

/** Whether something was masked; changes `value` in place. */
function maskAt(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (typeof value !== "object" || value === null || key === undefined) return false;
  if (Array.isArray(value)) return value.map((one) => maskAt(one, [key, ...rest])).includes(true);
  if (!Object.hasOwn(value, key)) return false;
  const holder = value as Record<string, unknown>;
  if (rest.length > 0) return maskAt(holder[key], rest);
  if (holder[key] === null) return false;
  holder[key] = MASK;
  return true;
}
