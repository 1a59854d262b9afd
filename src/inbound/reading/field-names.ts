// What the acting agent's template may name: the fields of the schema and what the route itself says. Whatever else it
// names would be the sender's, or nothing.
import { compileTemplate } from "../../language/template/template.ts";
import { didYouMean, suggestion } from "../../language/nearest.ts";

const SEEN = ["fields", "route", "receivedAt", "requestId"];

/** `schema`: of the fields. An unreadable template is told elsewhere. */
export function fieldNameProblems(
  source: string,
  schema: Readonly<Record<string, unknown>>,
): string[] {
  const compiled = compileTemplate(source);
  if (!compiled.ok) return [];
  const problems = compiled.template.reads().flatMap(([root = "", ...names]) => {
    if (!SEEN.includes(root)) {
      return `with mode "read" it sees no "${root}"${suggestion(root, SEEN)}`;
    }
    return root === "fields" ? (fieldProblem(names, schema) ?? []) : [];
  });
  return [...new Set(problems)];
}

/** Follows the names as far as the schema says by itself what stands there. */
function fieldProblem(
  names: readonly string[],
  schema: Readonly<Record<string, unknown>>,
): string | undefined {
  let properties = propertiesOf(schema);
  for (const [index, name] of names.entries()) {
    if (properties === undefined) return undefined;
    if (!Object.hasOwn(properties, name)) {
      const path = ["fields", ...names.slice(0, index + 1)].join(".");
      return `the schema has no field "${path}"${didYouMean(name, Object.keys(properties))}`;
    }
    properties = propertiesOf(properties[name]);
  }
  return undefined;
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  const { type, properties } = Object(schema) as { type?: unknown; properties?: unknown };
  if (type !== "object" || typeof properties !== "object" || properties === null) return undefined;
  return properties as Readonly<Record<string, unknown>>;
}
