// Looks up a dotted path in JSON. Reads own properties only, so `__proto__` and `constructor` are
// as missing as any other name that the event does not have.

/**
 * Every value at `path`. Empty = missing; a `null` that is there is a value.
 * On the way, an array stands for its elements that are objects, or a number in the path picks one
 * element. At the end, an array gives itself and each of its elements.
 * Keys that contain a dot cannot be reached.
 */
export function valuesAt(root: unknown, path: readonly string[]): unknown[] {
  let current: unknown[] = [root];
  for (const key of path) current = current.flatMap((value) => step(value, key));
  return current.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function step(value: unknown, key: string): unknown[] {
  if (!Array.isArray(value)) return property(value, key);
  if (/^\d+$/.test(key)) return Number(key) < value.length ? [value[Number(key)]] : [];
  return value.flatMap((element) => (Array.isArray(element) ? [] : property(element, key)));
}

function property(value: unknown, key: string): unknown[] {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return [];
  // Wrapped, or `flatMap` would take an array apart.
  return [(value as Record<string, unknown>)[key]];
}
