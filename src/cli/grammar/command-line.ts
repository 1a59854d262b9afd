// Reads the values of options. Throws `Failure` "misuse" for what cannot be meant.
import { Failure } from "../failure.ts";

/** A whole number from 1 to `most`. */
export function readCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new Failure("misuse", `${option}: write a number from 1 to ${most}, not "${text}"`);
}

export function readChoice<Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new Failure("misuse", `${option}: one of ${choices.join(", ")}, not "${text}"`);
}

/** `a,b`: one of several. */
export function readList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** `dlv_…`, `evt_…` or `req_…`, of one of these kinds: whole, or its beginning. */
export function readId(text: string, kinds: readonly ("dlv" | "evt" | "req")[]): string {
  const [, kind] = /^(dlv|evt|req)_[0-9a-f]{4,32}$/.exec(text) ?? [];
  if (kind !== undefined && (kinds as readonly string[]).includes(kind)) return text;
  const wanted = kinds.map((each) => `${each}_…`).join(" or ");
  throw new Failure(
    "misuse",
    `"${text}" is no id; ${wanted} is followed by the digits that list shows, 4 of them at least`,
  );
}
