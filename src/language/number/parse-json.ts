// `JSON.parse` that loses no digit: what a double does not hold becomes an `ExactNumber`. Its price is paid only by
// texts that have such a number.
import { ExactNumber, isHeld } from "./exact-number.ts";

// In Node 22 and later, and not yet in TypeScript's library.
type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
type Parse = (text: string, reviver: Reviver) => unknown;

/** Where a value may stand: a number that a double may not hold. In a string it costs time and nothing else. */
const MAYBE_LONG = /(?:^|[:,[\s])(-?(?:[\d.]{16}|\d[\d.]*[eE])[\d.eE+-]*)/g;

/** As `JSON.parse`, which it throws like. */
export function parseJson(text: string): unknown {
  return holdsExact(text) ? parseExactly(text) : JSON.parse(text);
}

/** Long numbers are asked one by one: measurements have 17 digits, and doubles hold them. */
function holdsExact(text: string): boolean {
  MAYBE_LONG.lastIndex = 0;
  for (let found = MAYBE_LONG.exec(text); found !== null; found = MAYBE_LONG.exec(text))
    if (!isHeld(found[1] ?? "")) return true;
  return false;
}

/** The same for a text of which it is known that it holds such numbers; several times slower. */
export function parseExactly(text: string): unknown {
  return (JSON.parse as Parse)(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && !isHeld(source)
      ? new ExactNumber(source)
      : value,
  );
}
