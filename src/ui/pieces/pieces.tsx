// Small pieces that every part of the page is made of. They know nothing of webhooks' ways.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { copyText } from "./clipboard.ts";
import { formatDistance, formatExact, formatTime } from "./format.ts";
import { useNow, useSurroundings, type Answer } from "./hooks.ts";
import { WORDS } from "../words/page.ts";

/** The moment in the viewer's zone; the exact instant on hover. */
export function Time({ at, distance = false }: { at: string; distance?: boolean }): JSX.Element {
  const { locale } = useSurroundings().source;
  const now = useNow();
  const text = distance ? formatDistance(at, now) : formatTime(at, now, locale);
  return (
    <time class="ew-time" dateTime={at} title={formatExact(at, locale)}>
      {text}
    </time>
  );
}

/** A dot with a word: the colour alone says nothing. */
export function State({
  tone,
  children,
}: {
  tone: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <span class="ew-state" data-tone={tone}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}

export function Loading(): JSX.Element {
  return (
    <p class="ew-note" role="status">
      {WORDS.loading}
    </p>
  );
}

export function Failure({ error, again }: { error: Error; again: () => void }): JSX.Element {
  return (
    <div class="ew-blank" role="alert">
      <h2>{WORDS.failed}</h2>
      <p>{error.message}</p>
      <button type="button" class="ew-button" onClick={again}>
        {WORDS.again}
      </button>
    </div>
  );
}

export function Blank({
  title,
  children,
}: {
  title: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="ew-blank">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What was answered, or why nothing is there. An old answer outlives a failed question. */
export function Answered<T>({
  answer,
  children,
}: {
  answer: Answer<T>;
  children: (value: T) => ComponentChildren;
}): JSX.Element {
  const { value, error, again } = answer;
  if (value !== undefined) return <>{children(value)}</>;
  return error ? <Failure error={error} again={again} /> : <Loading />;
}

/** Copies a text, and says so for a moment. `text` may have to be asked for first. */
export function CopyButton({
  text,
  label,
  plain = false,
}: {
  text: () => string | Promise<string>;
  label: string;
  plain?: boolean;
}): JSX.Element {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async (): Promise<void> => {
    await copyText(await text());
    setDone(true);
  };
  return (
    <button
      type="button"
      class={plain ? "ew-link" : "ew-button"}
      onClick={() => void copy().catch(() => setDone(false))}
    >
      <span aria-live="polite">{done ? WORDS.copied : label}</span>
    </button>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
}

/** One of a few, all in sight. */
export function Choices<T extends string>({
  label,
  choices,
  value,
  choose,
}: {
  label: string;
  choices: ReadonlyArray<Choice<T>>;
  value: T;
  choose: (value: T) => void;
}): JSX.Element {
  return (
    <div class="ew-choices" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => choose(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

/** One of many. */
export function Select({
  label,
  choices,
  value,
  choose,
}: {
  label: string;
  choices: ReadonlyArray<Choice<string>>;
  value: string;
  choose: (value: string) => void;
}): JSX.Element {
  return (
    <select
      class="ew-field"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** A modal dialog of the browser's own: it keeps the focus and gives it back. */
export function Dialog({
  title,
  kind = "",
  close,
  children,
}: {
  title: string;
  /** A class of its own. */
  kind?: string;
  close: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class={`ew-dialog ${kind}`} aria-label={title} onClose={close}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
