// Regular expressions that cannot be made slow. JavaScript's own engine backtracks, and no check of
// a pattern proves that it does not (`a*a*a*b` has no nested quantifier and is cubic). So a pattern
// becomes a Thompson automaton whose states advance together: work ≤ states × text length, always.
// Only single code points are ever given to the built-in engine, for the meaning of classes.
// Must not grow captures or replacement: it answers yes or no.
import { parsePattern, type Flags, type Pattern } from "./linear-regex-parse.ts";
import { searcherOf, type State } from "./linear-regex-search.ts";

export { maxSearchedLength } from "./linear-regex-search.ts";

const maxStates = 512;

export type LinearRegex =
  | {
      ok: true;
      test: (text: string) => boolean;
      /** Steps that one character may cost. */
      states: number;
    }
  | { ok: false; error: string };

/** Compiles a pattern of JavaScript's `u` syntax without look-around and back-references. */
export function compileLinearRegex(source: string): LinearRegex {
  const parsed = parsePattern(source);
  if (!parsed.ok) return parsed;
  const { flags } = parsed;
  const builder: Builder = { states: [{ kind: "match" }], flags };
  const start = build(builder, parsed.pattern, 0);
  if (start === undefined) return { ok: false, error: `too large: more than ${maxStates} states` };
  const automaton = { states: builder.states, start, flags, isWord: codePointTest("\\w", flags) };
  return { ok: true, test: searcherOf(automaton), states: builder.states.length };
}

interface Builder {
  states: State[];
  flags: Flags;
}

/** Builds back to front: the entry of `pattern` when it continues at `next`; undefined = too large. */
function build(builder: Builder, pattern: Pattern, next: number): number | undefined {
  switch (pattern.kind) {
    case "empty":
      return next;
    case "one":
      return add(builder, {
        kind: "one",
        accepts: codePointTest(pattern.source, builder.flags),
        next,
      });
    case "edge":
      return add(builder, { kind: "edge", edge: pattern.edge, next });
    case "sequence":
      return pattern.parts.reduceRight<number | undefined>(
        (entry, part) => (entry === undefined ? undefined : build(builder, part, entry)),
        next,
      );
    case "either": {
      const entries = pattern.options.map((option) => build(builder, option, next));
      const reached = entries.filter((entry) => entry !== undefined);
      if (reached.length < entries.length) return undefined;
      return add(builder, { kind: "split", next: reached });
    }
    default:
      return buildRepeat(builder, pattern, next);
  }
}

function add({ states }: Builder, state: State): number | undefined {
  return states.length < maxStates ? states.push(state) - 1 : undefined;
}

function buildRepeat(
  builder: Builder,
  { part, min, max }: Extract<Pattern, { kind: "repeat" }>,
  next: number,
): number | undefined {
  let entry = max === Infinity ? buildLoop(builder, part, next) : next;
  for (let extra = max === Infinity ? 0 : max - min; extra > 0; extra--) {
    const body = entry === undefined ? undefined : build(builder, part, entry);
    if (body === undefined) return undefined;
    entry = add(builder, { kind: "split", next: [next, body] });
  }
  for (let copy = 0; copy < min && entry !== undefined; copy++) {
    const body = build(builder, part, entry);
    // A part that needs no state matches only the empty text: once is as good as a thousand times.
    if (body === entry) break;
    entry = body;
  }
  return entry;
}

function buildLoop(builder: Builder, part: Pattern, next: number): number | undefined {
  const loop = { kind: "split" as const, next: [next] };
  const entry = add(builder, loop);
  const body = entry === undefined ? undefined : build(builder, part, entry);
  if (body === undefined) return undefined;
  loop.next.push(body);
  return entry;
}

function codePointTest(source: string, flags: Flags): (codePoint: number) => boolean {
  const one = RegExp(
    `^(?:${source})$`,
    `u${flags.ignoreCase ? "i" : ""}${flags.dotAll ? "s" : ""}`,
  );
  const ascii = Array.from({ length: 128 }, (_, code) => one.test(String.fromCodePoint(code)));
  return (codePoint) => ascii[codePoint] ?? one.test(String.fromCodePoint(codePoint));
}
