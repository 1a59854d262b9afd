// What somebody who relied on an earlier schema would notice of a later one. Two points of view: a reader of what
// is sent relies on what is there, a writer of settings on what is taken.
import { dereference, type Schema } from "../../../scripts/generate/schema.ts";

/** Which side of a schema somebody is on. */
export type Side = "reader" | "writer";

/** Bounds and forms that JSON Schema has and `Schema` does not name. */
interface Limits {
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  pattern?: string;
}

interface Comparison {
  side: Side;
  earlier: Schema & Limits;
  later: Schema & Limits;
  path: string;
  earlierRoot: Schema;
  laterRoot: Schema;
  /** Pairs of `$ref`s that are being compared, so that a schema that holds itself ends. */
  open: ReadonlySet<string>;
}

const LOWER = ["minimum", "minLength", "minItems", "minProperties"] as const;
const UPPER = ["maximum", "maxLength", "maxItems"] as const;

/** One line for each breaking change, `<path>: <what>`; empty where there is none. */
export function breakingChanges(side: Side, earlier: Schema, later: Schema): string[] {
  const open = new Set<string>();
  const roots = { earlierRoot: earlier, laterRoot: later };
  return compare({ side, earlier, later, path: "", ...roots, open });
}

function compare(given: Comparison): string[] {
  const refs = `${given.earlier.$ref ?? ""}→${given.later.$ref ?? ""}`;
  if (refs !== "→" && given.open.has(refs)) return [];
  const each: Comparison = {
    ...given,
    earlier: dereference(given.earlier, given.earlierRoot.definitions ?? {}),
    later: dereference(given.later, given.laterRoot.definitions ?? {}),
    open: refs === "→" ? given.open : new Set([...given.open, refs]),
  };
  return [
    ...values(each),
    ...(each.side === "writer" ? limits(each) : []),
    ...fields(each),
    ...alternatives(each),
    ...inner(each, "items", "[]"),
    ...inner(each, "additionalProperties", ".*"),
  ];
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const place = (path: string): string => (path === "" ? "the whole" : path.replace(/^\./, ""));

/** Types, constants and lists of values: none may go, and a reader may be told no new type. */
function values({ side, earlier, later, path }: Comparison): string[] {
  const types = { before: listOf(earlier.type), now: listOf(later.type) };
  const lost = types.before.filter((type) => !types.now.includes(type));
  const added = types.now.filter((type) => !types.before.includes(type));
  const isOther = side === "reader" ? added.length > 0 || lost.length > 0 : lost.length > 0;
  const isNarrowed = side === "writer" && types.before.length === 0 && added.length > 0;
  const gone = listOf(earlier.enum).filter((value) => !listOf(later.enum).includes(value));
  const isNowListed = later.enum !== undefined && earlier.enum === undefined;
  return [
    ...(isOther || isNarrowed
      ? [`${place(path)}: type was ${types.before.join(" or ")}, is ${types.now.join(" or ")}`]
      : []),
    ...(earlier.const !== later.const ? [`${place(path)}: constant changed`] : []),
    ...(later.enum === undefined && side === "writer"
      ? []
      : gone.map((value) => `${place(path)}: value ${String(value)} is gone`)),
    ...(side === "writer" && isNowListed ? [`${place(path)}: only listed values are taken`] : []),
    ...(side === "writer" && JSON.stringify(earlier.default) !== JSON.stringify(later.default)
      ? [`${place(path)}: default changed`]
      : []),
    ...(earlier.pattern !== later.pattern ? [`${place(path)}: pattern changed`] : []),
  ];
}

function limits({ earlier, later, path }: Comparison): string[] {
  const raised = LOWER.filter((name) => (later[name] ?? -Infinity) > (earlier[name] ?? -Infinity));
  const lowered = UPPER.filter((name) => (later[name] ?? Infinity) < (earlier[name] ?? Infinity));
  return [...raised, ...lowered].map((name) => `${place(path)}: ${name} is narrower`);
}

function fields(given: Comparison): string[] {
  const { side, earlier, later, path } = given;
  const before = earlier.properties ?? {};
  const now = later.properties ?? {};
  const demanded = { before: earlier.required ?? [], now: later.required ?? [] };
  const [missing, word] =
    side === "reader"
      ? [demanded.before.filter((name) => !demanded.now.includes(name)), "may now be absent"]
      : [demanded.now.filter((name) => !demanded.before.includes(name)), "is now required"];
  return [
    ...missing.map((name) => `${place(`${path}.${name}`)}: ${word}`),
    ...Object.entries(before).flatMap(([name, schema]) => {
      const same = now[name];
      const at = `${path}.${name}`;
      if (same === undefined) return [`${place(at)}: is gone`];
      return compare({ ...given, earlier: schema, later: same, path: at });
    }),
  ];
}

/** Each alternative that there was has to be among those that there are; for a reader nothing else may be. */
function alternatives(given: Comparison): string[] {
  const before = given.earlier.anyOf ?? given.earlier.oneOf ?? [];
  const now = given.later.anyOf ?? given.later.oneOf ?? [];
  const fits = (earlier: Schema, later: Schema): boolean =>
    compare({ ...given, earlier, later }).length === 0;
  const gone = before.flatMap((schema, index) =>
    [...now, given.later].some((other) => fits(schema, other)) ? [] : [index + 1],
  );
  const added = now.flatMap((schema, index) =>
    before.some((other) => fits(other, schema)) ? [] : [index + 1],
  );
  const at = place(given.path);
  return [
    ...gone.map((number) => `${at}: alternative ${number} is gone or narrower`),
    ...(given.side === "reader"
      ? added.map((number) => `${at}: alternative ${number} is new`)
      : []),
  ];
}

function inner(given: Comparison, name: "items" | "additionalProperties", at: string): string[] {
  const before = given.earlier[name];
  const now = given.later[name];
  const path = `${given.path}${at}`;
  if (now === false && before !== false) {
    return given.side === "writer" ? [`${place(path)}: other fields are refused`] : [];
  }
  if (typeof before !== "object" || typeof now !== "object") {
    return typeof before === "object" && given.side === "reader" ? [`${place(path)}: is gone`] : [];
  }
  return compare({ ...given, earlier: before, later: now, path });
}
