// How large a route's schema may be: it is compiled on the Gateway's thread when the config is read.
import { configPath } from "../../../language/config-path.ts";

/** Values of the schema's JSON, keywords and their lists included: compiled in about a second at most. */
const maxValues = 5000;
const maxDepth = 64;

/** What is too much, with the place where it begins; undefined = nothing. */
export function largeSchemaProblem(schema: unknown): string | undefined {
  const open: { at: string; value: unknown; depth: number }[] = [
    { at: "schema", value: schema, depth: 1 },
  ];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at, value, depth } = next;
    seen += 1;
    if (seen > maxValues)
      return `${at}: the schema holds more than ${maxValues} values; shorten it`;
    if (typeof value !== "object" || value === null) continue;
    if (depth > maxDepth) return `${at}: nested deeper than ${maxDepth} levels`;
    const below = Object.entries(value).map(([key, each]: [string, unknown]) => ({
      at: configPath(at, Array.isArray(value) ? Number(key) : key),
      value: each,
      depth: depth + 1,
    }));
    open.push(...below.toReversed());
  }
  return undefined;
}
