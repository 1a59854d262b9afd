// Spells config paths the way an operator would point at them. Knows nothing of what they hold.

/**
 * Appends a key or an index: `endpoints` + 1 + `headers` + `X-API-Key` is `endpoints[1].headers.X-API-Key`.
 * Keys with other characters are quoted: `agents["a b"]`.
 */
export function configPath(base: string, key: string | number): string {
  if (typeof key === "number") return `${base}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${base}[${JSON.stringify(key)}]`;
  return base === "" ? key : `${base}.${key}`;
}
