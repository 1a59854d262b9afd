// JSON of anything a tool may hand over: circular, BigInt, throwing getters; and never more than a bound.

/** Like JSON.stringify, but what cannot be serialised becomes a note in its place. Never throws. */
export function plainJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    return JSON.stringify(plain(value, new Set())) ?? "null";
  }
}

function plain(value: unknown, parents: Set<object>): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (parents.has(value)) return "[circular]";
  parents.add(value);
  try {
    const source: unknown = hasToJson(value) ? value.toJSON() : value;
    if (typeof source !== "object" || source === null) return plain(source, parents);
    if (Array.isArray(source)) return source.map((item) => plain(item, parents));
    return Object.fromEntries(
      Object.keys(source).map((key) => [key, plainProperty(source, key, parents)]),
    );
  } catch {
    return "[not serialisable]";
  } finally {
    parents.delete(value);
  }
}

function plainProperty(source: object, key: string, parents: Set<object>): unknown {
  try {
    return plain((source as Record<string, unknown>)[key], parents);
  } catch {
    return "[not serialisable]";
  }
}

function hasToJson(value: object): value is { toJSON: () => unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

const SMALLEST_CAP = 64;

/**
 * Cuts the longest texts of `data` until `render(data)` fits into `maxBytes`, then drops whole
 * values; `cut` names the paths. Pure: `data` is not changed.
 */
export function fitted(
  data: Record<string, unknown>,
  maxBytes: number,
  render: (data: Record<string, unknown>) => string,
): string {
  const source = JSON.parse(plainJson(data)) as Record<string, unknown>;
  for (let cap = Math.floor(maxBytes / 4); cap >= SMALLEST_CAP; cap = Math.floor(cap / 4)) {
    const cut: string[] = [];
    const shorter = shorten(source, cap, "", cut) as Record<string, unknown>;
    const json = render({ ...shorter, truncated: cut });
    if (Buffer.byteLength(json) <= maxBytes) return json;
  }
  // Not its texts but their number makes it long: what is nested deepest goes.
  const cut: string[] = [];
  const flat = flatten(source, "", cut, 2) as Record<string, unknown>;
  return render({ ...flat, truncated: cut });
}

function shorten(value: unknown, cap: number, path: string, cut: string[]): unknown {
  if (typeof value === "string") {
    if (value.length <= cap) return value;
    cut.push(path);
    return `${value.slice(0, cap).toWellFormed()}… [cut: ${value.length} characters in all]`;
  }
  return mapChildren(value, path, (child, childPath) => shorten(child, cap, childPath, cut));
}

function flatten(value: unknown, path: string, cut: string[], depth: number): unknown {
  if (typeof value === "string") return shorten(value, SMALLEST_CAP, path, cut);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) {
    cut.push(path);
    return `[left out: ${JSON.stringify(value).length} characters of JSON]`;
  }
  return mapChildren(value, path, (child, childPath) => flatten(child, childPath, cut, depth - 1));
}

function mapChildren(
  value: unknown,
  path: string,
  map: (child: unknown, path: string) => unknown,
): unknown {
  if (Array.isArray(value)) return value.map((item, index) => map(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      map(child, path === "" ? key : `${path}.${key}`),
    ]),
  );
}
