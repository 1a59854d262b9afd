// Keeps what a sender wrote apart from what the operator wrote: a value is either one harmless word
// that may stand in the operator's text, or it stands below, inside the host's untrusted-content
// markers, and the operator's text refers to it. Must not judge by where a value comes from: the
// result of a filter over a value is as foreign as the value.
import { textOf, type WrittenValue } from "../language/emitters.ts";

/**
 * The host's `wrapExternalContent` for webhooks, which also neutralises its own markers and the
 * special tokens of models. `notice`: with the security notice in front.
 */
export type Wrap = (content: string, notice: boolean) => string;

/** One value that stands in a block of its own. */
export interface FencedValue {
  /** The template's own words for it: `body.title | upcase`. */
  name: string;
  /** Of the value, in UTF-16 units. */
  length: number;
  /** The block holds only the beginning. */
  cut: boolean;
}

export interface Fence {
  /** Makes room for the fenced values of one more request. */
  allot: (characters: number) => void;
  /** The text that stands in the operator's text for a value. */
  place: (written: WrittenValue) => string;
  /** The blocks of all placed values, empty when there is none. */
  blocks: (wrap: Wrap) => string;
  fenced: () => readonly FencedValue[];
}

const maxValueLength = 4000;
/** Looked at, since some of it may be hidden and fall away. */
const maxReadLength = 2 * maxValueLength;
/** A beginning shorter than this tells nothing. */
const minUsefulLength = 100;
const maxBlocks = 40;
const maxNameLength = 60;
const leftOut = "[left out]";

/**
 * One ASCII word: identifiers, versions, branches, times, addresses. No blank, so no sentence; no
 * script that writes sentences without blanks; no bracket or quote, so no marker and no reference.
 */
const word = /^[A-Za-z0-9](?:[A-Za-z0-9._:/@#+-]{0,62}[A-Za-z0-9])?$/;
/** Words that open a turn or name the markers. */
const suspicious = /^(?:system|assistant|user|developer|human|tool|function):|untrusted/i;
/**
 * Never seen by a reader, yet read by a model: controls, text direction, and the invisible signs in
 * which messages are hidden. The joiners that scripts and emoji need stay.
 */
const hidden = /[^\P{Cc}\t\n]|[^\P{Cf}\u200c\u200d]/gu;

interface Content extends FencedValue {
  text: string;
  /** What there was before it was cut. */
  whole: string;
}

export function createFence(): Fence {
  const contents: Content[] = [];
  let room = 0;
  return {
    allot: (characters) => {
      room = characters;
    },
    place(written) {
      const whole = textOf(written.value);
      const text = clean(whole.slice(0, maxReadLength));
      if (text === "") return "";
      if (mayStandInline(written, text)) return text;
      const known = contents.findIndex((content) => content.whole === whole);
      if (known >= 0) return reference(known, written);
      // Half of what is left: a long value leaves room for a short one behind it.
      const limit = Math.min(maxValueLength, Math.ceil(room / 2));
      const isUseless = text.length > limit && limit < minUsefulLength;
      if (isUseless || contents.length >= maxBlocks) return leftOut;
      const kept = cut(text, limit);
      const isCut = kept.length < text.length || whole.length > maxReadLength;
      room -= kept.length;
      contents.push({
        name: nameOf(written),
        length: whole.length,
        cut: isCut,
        text: kept,
        whole,
      });
      return reference(contents.length - 1, written);
    },
    blocks: (wrap) => contents.map((content, index) => block(content, index, wrap)).join("\n\n"),
    fenced: () => contents.map(({ name, length, cut: isCut }) => ({ name, length, cut: isCut })),
  };
}

function mayStandInline({ value, inLoop }: WrittenValue, text: string): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  // The words of a list that the sender fills would be a sentence.
  return typeof value === "string" && !inLoop && word.test(text) && !suspicious.test(text);
}

function reference(index: number, written: WrittenValue): string {
  return `[content ${index + 1}: ${nameOf(written)}]`;
}

function block(content: Content, index: number, wrap: Wrap): string {
  const { name, text, length } = content;
  const size = content.cut ? `, the first ${text.length} of ${length} characters` : "";
  return `content ${index + 1} (${name}${size}):\n${wrap(text, index === 0).trim()}`;
}

function nameOf({ source }: WrittenValue): string {
  return source.length > maxNameLength ? `${source.slice(0, maxNameLength)}…` : source;
}

function clean(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(hidden, "");
}

/** Never between the halves of a character. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(maxLength - 1));
  return text.slice(0, isSplit ? maxLength - 1 : maxLength);
}
