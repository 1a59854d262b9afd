// Reads config paths and the plain data they point into.
import { configPath } from "../../language/config-path.ts";

/** True when `path` is `root` or lies below it. */
export function isAtOrBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`);
}

/** Turns an RFC 6901 pointer into a path below `base`, reading `value` to tell indexes from keys. */
export function pathOfPointer(base: string, pointer: string, value: unknown): string {
  let path = base;
  let current = value;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    path = configPath(path, Array.isArray(current) ? Number(key) : key);
    current = isRecord(current) || Array.isArray(current) ? Reflect.get(current, key) : undefined;
  }
  return path;
}

/** True for an object that is not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
