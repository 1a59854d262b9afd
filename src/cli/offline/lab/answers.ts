// Reads what the lab is told to answer: `503*3,reset:40,200`. Small on purpose; the help lists all of it.
import type { Behaviour } from "../../../lab/behaviour.ts";
import type { Turn } from "../../../lab/turns.ts";
import { didYouMean } from "../../../language/nearest.ts";
import { Failure } from "../../failure.ts";

const OVERSIZE_BYTES = 67_108_864;
const BOMB_BYTES = 10_485_760;
const TRICKLE_EVERY_MS = 1000;
const MOST_TIMES = 1_000_000;

type Read = (detail: string | undefined) => Behaviour | undefined;

/** A word without a detail of its own. */
const plain =
  (behaviour: Behaviour): Read =>
  (detail) =>
    detail === undefined ? behaviour : undefined;

const WORDS: Readonly<Record<string, Read>> = {
  hang: plain({ status: 200, fault: { kind: "hang" } }),
  reset: readReset,
  truncate: plain({ status: 200, fault: { kind: "truncate" } }),
  oversize: plain({ status: 200, fault: { kind: "oversize", bytes: OVERSIZE_BYTES } }),
  "gzip-bomb": plain({ status: 200, fault: { kind: "gzip-bomb", bytes: BOMB_BYTES } }),
  trickle: plain({ status: 200, fault: { kind: "trickle", everyMs: TRICKLE_EVERY_MS } }),
  // The lab answers on every path, so this leads back to it.
  redirect: (location = "/") => ({ status: 307, headers: { location } }),
};

/** The last turn goes on for ever unless it says how often. Throws `Failure` "misuse" with the place. */
export function readAnswers(option: string, text: string): Turn[] {
  const written = text.split(",");
  return written.map((turn, index) => {
    const place = `${option}, ${written.length === 1 ? "" : `answer ${index + 1}, `}"${turn.trim()}"`;
    const [, what = "", detail, times] =
      /^([^:*]*?)(?::(.*?))?\s*(?:\*\s*(\d+))?$/.exec(turn.trim()) ?? [];
    const behaviour = readBehaviour(place, what, detail);
    const last = index === written.length - 1;
    return {
      behaviour,
      times: times === undefined ? (last ? Infinity : 1) : readTimes(place, times),
    };
  });
}

function readBehaviour(place: string, what: string, detail: string | undefined): Behaviour {
  if (/^[2-5]\d\d$/.test(what) && detail === undefined) return { status: Number(what) };
  const words = Object.keys(WORDS);
  const read = Object.hasOwn(WORDS, what) ? WORDS[what] : undefined;
  if (read === undefined) {
    const list = `write a status from 200 to 599, or ${words.join(", ")}`;
    throw new Failure("misuse", `${place}: ${list}${didYouMean(what, words)}`);
  }
  const behaviour = read(detail);
  if (behaviour !== undefined) return behaviour;
  const wants = what === "reset" ? '"headers" or a number of bytes' : "nothing";
  throw new Failure("misuse", `${place}: after "${what}:" stands ${wants}`);
}

function readReset(detail: string | undefined): Behaviour | undefined {
  if (detail === undefined) return { status: 200, fault: { kind: "reset", at: "before" } };
  if (detail === "headers") return { status: 200, fault: { kind: "reset", at: "after-headers" } };
  if (!/^\d{1,6}$/.test(detail)) return undefined;
  return { status: 200, fault: { kind: "reset", at: Number(detail) } };
}

function readTimes(place: string, text: string): number {
  const times = Number(text);
  if (times >= 1 && times <= MOST_TIMES) return times;
  throw new Failure("misuse", `${place}: after * stands a number from 1 to ${MOST_TIMES}`);
}
