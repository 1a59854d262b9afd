// Names a place in the config for error messages, the way an operator would write it in JavaScript.
// Must not know what stands at that place.

const plainKey = /^[A-Za-z_$][\w$]*$/;

/** `transform` + `text` → `transform.text`; + 0 → `transform[0]`; + `a.b` → `transform["a.b"]`. */
export function configPath(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  return plainKey.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}
