// What an answer says of the delivery, by the rules of the endpoint or of its format. What follows from it, a
// retry or none, is the engine's.
import type { AnswerCondition, Endpoint } from "../../config/settings.ts";
import { isNumber } from "../../language/number/exact-number.ts";
import { parseJson } from "../../language/number/parse-json.ts";
import { valuesAt } from "../../language/values-at.ts";
import {
  compileCondition,
  isDelivered,
  isOneOf,
  type AnswerDocument,
  type CompiledCondition,
} from "./condition.ts";
import { USUAL_WORDS, wordsOf, type WordPaths } from "./words.ts";

/** What a receiver's format knows of its answers. */
export interface AnswerFacts {
  /** As the log calls it: `DingTalk`. */
  title: string;
  success?: AnswerCondition;
  giveUpOn?: AnswerCondition;
  /** It is asked too often: fewer requests help. */
  busy?: AnswerCondition;
  /** Where the body says for how long. */
  wait?: { path: string; unit: "s" | "ms" };
  words: WordPaths;
}

export interface Reading {
  delivered: boolean;
  givesUp: boolean;
  busy: boolean;
  /** Of one that is not delivered; may hold what was sent. */
  words?: string;
  /** From now, in ms. */
  waitMs?: number;
}

/** Reads one answer; `body` as text, at most what the transport keeps. */
export type ReadAnswer = (answer: {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}) => Reading;

/** A body longer than the transport keeps says no more of waiting than an hour. */
const LONGEST_WAIT_MS = 3_600_000;

/** Undefined: nothing but the status counts. What the endpoint says goes before what its format says. */
export function compileAnswerRules(
  { success, giveUpOn }: Pick<Endpoint, "success" | "giveUpOn">,
  facts?: AnswerFacts,
): { read?: ReadAnswer; problems: string[] } {
  if (!success && !giveUpOn && !facts) return { problems: [] };
  const wanted = compileCondition(success ?? facts?.success ?? {}, "success");
  const refused = [
    compileCondition(giveUpOn ?? {}, "giveUpOn"),
    compileCondition(facts?.giveUpOn ?? {}, "giveUpOn"),
  ];
  const busy = compileCondition(facts?.busy ?? {}, "busy");
  const problems = [wanted, ...refused, busy].flatMap((each) => each.problems);
  const read = readerOf({
    success: wanted.condition,
    giveUpOn: refused.map(({ condition }) => condition),
    busy: busy.condition,
    ...(facts && { facts }),
  });
  return problems.length > 0 ? { problems } : { read, problems };
}

interface Rules {
  success: CompiledCondition;
  giveUpOn: readonly CompiledCondition[];
  busy: CompiledCondition;
  facts?: AnswerFacts;
}

function readerOf({ success, giveUpOn, busy, facts }: Rules): ReadAnswer {
  return ({ status, headers, body }) => {
    const answer: AnswerDocument = { status, headers, body: parsed(body) };
    if (isDelivered(success, answer)) return { delivered: true, givesUp: false, busy: false };
    const said = wordsOf(answer, facts?.words ?? USUAL_WORDS);
    const words = [facts?.title, said].filter((part) => part !== undefined).join(" ");
    const isBusy = isOneOf(busy, answer);
    const waitMs = facts?.wait && waitOf(answer, facts.wait);
    return {
      delivered: false,
      // Who is only busy takes it later.
      givesUp: !isBusy && giveUpOn.some((condition) => isOneOf(condition, answer)),
      busy: isBusy,
      ...(said !== undefined && { words }),
      ...(waitMs !== undefined && { waitMs }),
    };
  };
}

function parsed(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return body;
  }
}

function waitOf(
  answer: AnswerDocument,
  { path, unit }: { path: string; unit: "s" | "ms" },
): number | undefined {
  const wait = Number(valuesAt(answer, path.split(".")).find(isNumber));
  if (!(wait >= 0)) return undefined;
  return Math.min(Math.ceil(unit === "s" ? wait * 1000 : wait), LONGEST_WAIT_MS);
}
