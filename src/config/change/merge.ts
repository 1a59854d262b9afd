// What has to be said to the host so that one config becomes another: a merge patch (RFC 7396), and the lists that
// are replaced on purpose (docs/gateway/configuration/config-rpc.md of the host). Pure.
import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../problem/path.ts";

export interface ConfigPatch {
  patch: Record<string, unknown>;
  /** Dotted paths, keys as they are. */
  replacePaths: string[];
}

type Config = Readonly<Record<string, unknown>>;

/**
 * Lists go whole, as written: the host shows none of their secrets, and gives what it has redacted back by position.
 * Undefined: a merge patch cannot say it, because in one `null` means to delete.
 */
export function patchOf(before: Config, after: Config): ConfigPatch | undefined {
  const replacePaths: string[] = [];
  const patch = difference(before, after, "", replacePaths);
  return isDeepStrictEqual(merge(before, patch), after) ? { patch, replacePaths } : undefined;
}

function difference(
  before: Config,
  after: Config,
  path: string,
  replacePaths: string[],
): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [before[key], after[key]];
    if (isDeepStrictEqual(one, other)) continue;
    const at = path === "" ? key : `${path}.${key}`;
    if (isRecord(one) && isRecord(other)) {
      patch[key] = difference(one, other, at, replacePaths);
      continue;
    }
    patch[key] = other ?? null;
    replacePaths.push(...listsIn(one, at));
  }
  return patch;
}

/** Of a list that goes, its own path is enough; of an object, those of its lists. */
function listsIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [path];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => listsIn(item, `${path}.${key}`));
}

/** RFC 7396, part 2. */
export function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

/** A copy with `value` at `keys`; undefined takes it out. What lies on the way is made. */
export function withValue(
  holder: unknown,
  [key, ...rest]: readonly (string | number)[],
  value: unknown,
): unknown {
  if (key === undefined) return value;
  if (Array.isArray(holder)) {
    const items: unknown[] = [...holder];
    if (rest.length === 0 && value === undefined) items.splice(Number(key), 1);
    else items[Number(key)] = withValue(items[Number(key)], rest, value);
    return items;
  }
  const copy = isRecord(holder) ? { ...holder } : {};
  if (rest.length === 0 && value === undefined) delete copy[key];
  else copy[key] = withValue(copy[key], rest, value);
  return copy;
}
