// Knows where settings hold a secret, by their keys. Must not show one.
import { isRecord } from "../../../config/problem/path.ts";
import { configPath } from "../../../language/config-path.ts";

const SECRET_KEYS = new Set(["secret", "token", "password", "value", "verifyToken"]);
const FREE_FORM = new Set([
  "transform",
  "schema",
  "filter",
  "headers",
  "template",
  "text",
  "success",
  "giveUpOn",
]);

/** True for a key whose value may be a secret or a SecretRef, outside of what is free in form. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEYS.has(key);
}

/** True for a key below which the operator chooses the keys. */
export function isFreeForm(key: string): boolean {
  return FREE_FORM.has(key);
}

/** Every text in a secret's place. */
export function secretTexts(value: unknown, path = "", key = ""): { path: string; text: string }[] {
  if (typeof value === "string") return isSecretKey(key) ? [{ path, text: value }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => secretTexts(item, configPath(path, index)));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    isFreeForm(name) ? [] : secretTexts(item, configPath(path, name), name),
  );
}
