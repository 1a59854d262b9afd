// Collects the fields of a form into one object. Must not let a field's name reach a prototype.
import { refuse, type Refusal } from "./refusal.ts";

/** More are refused; a reader may stop behind the first that is too many. */
export const maxFields = 1000;

/** A name that occurs several times has a list of its values, in order. */
export function collectFields(
  pairs: readonly (readonly [name: string, value: string])[],
): { ok: true; fields: Record<string, string | string[]> } | Refusal {
  if (pairs.length > maxFields) {
    return refuse(
      422,
      "body_too_many_fields",
      `the form has more than ${maxFields} fields`,
      "send fewer fields, or JSON",
    );
  }
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const earlier = fields.get(name);
    fields.set(name, earlier === undefined ? value : [earlier, value].flat());
  }
  // `fromEntries` defines properties: a field named `__proto__` stays a field.
  return { ok: true, fields: Object.fromEntries(fields) };
}
