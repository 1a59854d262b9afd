// Keeps what a sender wrote apart from what the operator wrote: a value is either a harmless token
// that may stand in the operator's text, or it stands below, inside the host's untrusted-content
// markers, and the operator's text refers to it. One block has them all. Values with no word of the operator's between them
// are judged as one text. Must not judge by where a value comes from: the result of a filter over a
// value is as foreign as the value.
import { textOf, type WrittenValue } from "../../language/template/emitters.ts";
import { ExactNumber } from "../../language/number/exact-number.ts";
import type { WrittenPart } from "../../language/template/written-parts.ts";
import { entriesText } from "./fenced-entries.ts";
import { COMMAND_START, HOST_WORDS, withoutHostReadings } from "./host-grammar.ts";
import { visibleText } from "../request/visible-text.ts";
import { saysNothing, wordCount } from "./word-count.ts";

/**
 * The host's `wrapExternalContent` for webhooks, which also neutralises its own markers and the
 * special tokens of models. `notice`: with the security notice in front.
 */
export type Wrap = (content: string, notice: boolean) => string;

/** One value that stands in the block. */
export interface FencedValue {
  /** The template's own words for it: `body.title | upcase`. */
  name: string;
  /** Of the value, in UTF-16 units. */
  length: number;
  /** It holds only the beginning. */
  cut: boolean;
}

export interface Fence {
  /** Makes room for the fenced values of one more request. */
  allot: (characters: number) => void;
  /**
   * The operator's text, with tokens and references where values were. `own`: texts that the operator
   * chose or we made, such as the route's name.
   */
  place: (parts: readonly WrittenPart[], own: ReadonlySet<string>) => string;
  /** The block of all placed values, empty when there is none. */
  block: (wrap: Wrap) => string;
  fenced: () => readonly FencedValue[];
}

const maxValueLength = 4000;
/** Looked at, since some of it may be hidden and fall away. */
const maxReadLength = 2 * maxValueLength;
/** A beginning shorter than this tells nothing. */
const minUsefulLength = 100;
/** A number that is longer than any id or amount is a text. */
const maxDigits = 64;
const maxValues = 300;
const maxNameLength = 60;
/** In a loop, where each name stands many times: so a short value takes 40 characters more at most. */
const maxLoopNameLength = 18;
const leftOut = "[left out]";

/**
 * One ASCII token: identifiers, versions, branches, times, addresses. No blank, no script that writes
 * sentences without blanks; no bracket or quote, so no marker and no reference.
 */
const token = /^[A-Za-z0-9](?:[A-Za-z0-9._:/@#+-]{0,62}[A-Za-z0-9])?$/;
/** Links, drives, ways out of a folder. */
const leading = /\/\/|:\/|\.\.|\/\.|^(?:www\.|mailto:|tel:|data:|javascript:)/i;
/** What values may say together between two words of the operator: a branch, an address, a name. */
const maxWords = 3;
const maxWordyValues = 2;
/** A word of the operator's, which parts what stands before it from what stands behind it. */
const operatorWord = /\p{L}{2}|\p{Lo}/u;
interface Content extends FencedValue {
  text: string;
  /** What there was before it was cut. */
  whole: string;
}

export function createFence(): Fence {
  const contents: Content[] = [];
  let room = 0;

  function refer(written: WrittenValue): string {
    const whole = textOf(written.value);
    const text = cleanText(written);
    if (text === "") return "";
    const known = contents.findIndex((content) => content.whole === whole);
    if (known >= 0) return reference(known, written);
    // Half of what is left: a long value leaves room for a short one behind it.
    const half = Math.min(maxValueLength, Math.ceil(room / 2));
    const limit = Math.max(half, Math.min(room, minUsefulLength));
    const isUseless = text.length > limit && limit < minUsefulLength;
    if (isUseless || contents.length >= maxValues) return leftOut;
    const kept = cut(text, limit);
    const isCut = kept.length < text.length || whole.length > maxReadLength;
    room -= kept.length;
    contents.push({ name: nameOf(written), length: whole.length, cut: isCut, text: kept, whole });
    return reference(contents.length - 1, written);
  }

  return {
    allot: (characters) => {
      room = characters;
    },
    place(parts, own) {
      const inline = inlineValues(parts, own);
      return parts
        .map((part) => {
          if ("literal" in part) return part.literal;
          return inline.has(part) ? cleanText(part.written) : refer(part.written);
        })
        .join("");
    },
    block: (wrap) => (contents.length === 0 ? "" : wrap(entriesText(contents), true).trim()),
    fenced: () => contents.map(({ name, length, cut: isCut }) => ({ name, length, cut: isCut })),
  };
}

/** The values that may stand in the operator's text. */
function inlineValues(
  parts: readonly WrittenPart[],
  own: ReadonlySet<string>,
): ReadonlySet<WrittenPart> {
  const inline = new Set<WrittenPart>();
  let before = "";
  let run: { part: WrittenPart; text: string; isOurs: boolean }[] = [];
  let joint = "";
  const close = (): void => {
    const theirs = run.filter(({ isOurs }) => !isOurs);
    const wordy = theirs.filter(({ text }) => wordCount(text) > 0);
    const words = Math.max(
      wordCount(joint),
      wordy.reduce((sum, { text }) => sum + wordCount(text), 0),
    );
    const isHarmless = words <= maxWords && wordy.length <= maxWordyValues;
    for (const { part, text, isOurs } of run)
      if (isHarmless || isOurs || saysNothing(text)) inline.add(part);
    run = [];
    joint = "";
  };
  for (const part of parts) {
    if ("literal" in part) {
      if (operatorWord.test(part.literal)) close();
      before += part.literal;
      // Signs part letters as a blank does; nothing parts nothing.
      if (part.literal !== "") joint += " ";
      continue;
    }
    const { written } = part;
    const text = cleanText(written);
    const isCommand = COMMAND_START.test(before);
    if (text !== "") before += "x";
    if (isCommand || !isToken(written, text)) continue;
    const isOurs = isPlain(written) || own.has(text);
    run.push({ part, text, isOurs });
    joint += isOurs ? " " : text;
  }
  close();
  return inline;
}

function isPlain({ value }: WrittenValue): boolean {
  if (value instanceof ExactNumber) return String(value).length <= maxDigits;
  return typeof value === "number" || typeof value === "boolean";
}

function isToken(written: WrittenValue, text: string): boolean {
  if (isPlain(written)) return true;
  // The words of a list that the sender fills would be a sentence.
  if (typeof written.value !== "string" || written.inLoop) return false;
  return token.test(text) && !leading.test(text) && !HOST_WORDS.test(text);
}

function reference(index: number, written: WrittenValue): string {
  return `[content ${index + 1}: ${nameOf(written)}]`;
}

function nameOf({ source, inLoop }: WrittenValue): string {
  const most = inLoop ? maxLoopNameLength : maxNameLength;
  return source.length > most ? `${source.slice(0, most)}…` : source;
}

function cleanText({ value }: WrittenValue): string {
  return clean(textOf(value).slice(0, maxReadLength));
}

/** What is hidden falls away first, so that nothing comes together behind the host's readings. */
function clean(text: string): string {
  return withoutHostReadings(visibleText(text));
}

/** Never between the halves of a character. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(maxLength - 1));
  return text.slice(0, isSplit ? maxLength - 1 : maxLength);
}
