// Spells config paths the way an operator would point at them. Knows nothing of what they hold.

/**
 * Appends a key or an index: `endpoints` + 1 + `headers` + `X-API-Key` is `endpoints[1].headers.X-API-Key`.
 * Keys with other characters are quoted: `agents["a b"]`.
 */
export function childPath(base: string, key: string | number): string {
  if (typeof key === "number") return `${base}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${base}[${JSON.stringify(key)}]`;
  return base === "" ? key : `${base}.${key}`;
}

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
    path = childPath(path, Array.isArray(current) ? Number(key) : key);
    current = isRecord(current) || Array.isArray(current) ? Reflect.get(current, key) : undefined;
  }
  return path;
}

/** True for an object that is not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
