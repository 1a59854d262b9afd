// Runs an automaton over a text: all states at once, and sets of states that were met before are not worked out again.
// Must not know how a pattern is written.
import type { Flags, Pattern } from "./linear-regex-parse.ts";

/** Code units of a text that are searched; `$` does not match at the cut. */
export const maxSearchedLength = 65_536;

type Edge = Extract<Pattern, { kind: "edge" }>["edge"];
export type State =
  | { kind: "one"; accepts: (codePoint: number) => boolean; next: number }
  | { kind: "edge"; edge: Edge; next: number }
  | { kind: "split"; next: number[] }
  | { kind: "match" };

export interface Automaton {
  states: readonly State[];
  start: number;
  flags: Flags;
  isWord: (codePoint: number) => boolean;
}

function search(automaton: Automaton, text: string): boolean {
  const { states, start } = automaton;
  const length = Math.min(text.length, maxSearchedLength);
  const entered = new Int32Array(states.length).fill(-1);
  let current: number[] = [];
  for (let at = 0, step = 0; ; step++) {
    const next: number[] = [];
    const reached = [...current, start];
    // Epsilon closure: `entered` keeps each state to one visit per step, which is the linear bound.
    for (let index = reached.pop(); index !== undefined; index = reached.pop()) {
      if (entered[index] === step) continue;
      entered[index] = step;
      const state = states[index];
      if (state?.kind === "match") return true;
      if (state?.kind === "split") reached.push(...state.next);
      else if (state?.kind === "edge" && edgeHolds(automaton, state.edge, text, at))
        reached.push(state.next);
      else if (state?.kind === "one" && at < length) {
        if (state.accepts(text.codePointAt(at) ?? 0)) next.push(state.next);
      }
    }
    if (at >= length) return false;
    at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1;
    current = next;
  }
}

function edgeHolds(automaton: Automaton, edge: Edge, text: string, at: number): boolean {
  const isLineEnd = (index: number): boolean =>
    automaton.flags.multiline && /^[\n\r\u2028\u2029]$/.test(text[index] ?? "");
  if (edge === "start") return at === 0 || isLineEnd(at - 1);
  if (edge === "end") return at === text.length || isLineEnd(at);
  const before = at > 0 && automaton.isWord(text.charCodeAt(at - 1));
  const after = at < text.length && automaton.isWord(text.codePointAt(at) ?? 0);
  return (before !== after) === (edge === "word");
}

/** Sets that are kept for one pattern, some 1 kB each, and how many one text may add before it is searched without. */
const maxSets = 500;
const maxNewSets = 1000;
const maxOthers = 64;

/** What is reached somewhere in a text, and where each character leads from there. */
interface StateSet {
  seeds: readonly number[];
  /** The ones that take a character. */
  ones: readonly number[];
  matched: boolean;
  ascii: (StateSet | undefined)[];
  others: Map<number, StateSet>;
}

/** Where edges hold between two characters is known from the two alone only for `^` and `$`. */
export function searcherOf(automaton: Automaton): (text: string) => boolean {
  const { states, flags } = automaton;
  const hasWordEdges = states.some(
    (state) => state.kind === "edge" && state.edge !== "start" && state.edge !== "end",
  );
  const isPlain = hasWordEdges || flags.multiline;
  return isPlain ? (text) => search(automaton, text) : cachedSearcher(automaton);
}

function cachedSearcher(automaton: Automaton): (text: string) => boolean {
  const { states, start } = automaton;
  let sets = new Map<string, StateSet>();
  let first: StateSet | undefined;

  function closure(seeds: readonly number[], edges: readonly Edge[]): StateSet {
    const entered = new Set<number>();
    const reached = [...seeds];
    const ones: number[] = [];
    let matched = false;
    for (let index = reached.pop(); index !== undefined; index = reached.pop()) {
      if (entered.has(index)) continue;
      entered.add(index);
      const state = states[index];
      if (state?.kind === "match") matched = true;
      else if (state?.kind === "split") reached.push(...state.next);
      else if (state?.kind === "one") ones.push(index);
      else if (state?.kind === "edge" && edges.includes(state.edge)) reached.push(state.next);
    }
    return { seeds, ones, matched, ascii: [], others: new Map() };
  }

  function setOf(seeds: readonly number[]): StateSet {
    const key = seeds.join();
    const known = sets.get(key);
    if (known !== undefined) return known;
    if (sets.size >= maxSets) {
      sets = new Map();
      first = undefined;
    }
    const made = closure(seeds, []);
    sets.set(key, made);
    return made;
  }

  function follow(from: StateSet, codePoint: number): StateSet {
    const next = new Set([start]);
    for (const index of from.ones) {
      const state = states[index];
      if (state?.kind === "one" && state.accepts(codePoint)) next.add(state.next);
    }
    const to = setOf([...next].sort((one, other) => one - other));
    if (codePoint < 128) from.ascii[codePoint] = to;
    else if (from.others.size < maxOthers) from.others.set(codePoint, to);
    return to;
  }

  return (text) => {
    first ??= closure([start], ["start"]);
    let current = first;
    let added = 0;
    const length = Math.min(text.length, maxSearchedLength);
    for (let at = 0; at < length && !current.matched;) {
      const codePoint = text.codePointAt(at) ?? 0;
      const known = codePoint < 128 ? current.ascii[codePoint] : current.others.get(codePoint);
      if (known === undefined && (added += 1) > maxNewSets) return search(automaton, text);
      current = known ?? follow(current, codePoint);
      at += codePoint > 0xff_ff ? 2 : 1;
    }
    if (current.matched) return true;
    if (length < text.length) return false;
    return closure(current.seeds, length === 0 ? ["start", "end"] : ["end"]).matched;
  };
}
