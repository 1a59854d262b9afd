// A text that stays hidden until somebody asks for it, and is then shown as text.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ShownText } from "../data/answers.ts";
import { CopyButton } from "./pieces.tsx";
import { prettyJson } from "./pretty-json.ts";
import { useLanguage } from "./language.ts";

export function Hidden({
  label,
  title,
  ask,
  show,
}: {
  label: string;
  /** Stands above the text; absent: the section says what it is. */
  title?: string;
  ask: () => Promise<ShownText | undefined>;
  /** How it is shown; absent: as code. */
  show?: (shown: ShownText) => JSX.Element;
}): JSX.Element {
  const { words, format } = useLanguage();
  const [shown, setShown] = useState<ShownText | Error>();
  const text = useRef<HTMLPreElement>(null);
  // The button that had the focus is gone: the text takes it.
  useEffect(() => text.current?.focus({ preventScroll: true }), [shown]);
  if (shown instanceof Error)
    return (
      <p class="ew-reason" role="alert">
        {shown.message}
      </p>
    );
  if (shown === undefined) {
    const reveal = (): void => {
      ask().then(
        (answered) => setShown(answered ?? { text: "", bytes: 0 }),
        (error: unknown) => setShown(error instanceof Error ? error : new Error(String(error))),
      );
    };
    return (
      <button type="button" class="ew-button" onClick={reveal}>
        {label}
      </button>
    );
  }
  return (
    <>
      {title !== undefined && <h4>{title}</h4>}
      {show && shown.text !== "" ? (
        show(shown)
      ) : (
        <pre ref={text} class="ew-code ew-body" tabIndex={0}>
          {shown.text === "" ? words.delivery.empty : prettyJson(shown.text)}
        </pre>
      )}
      <p class="ew-quiet">
        {shown.cut ? words.delivery.cut(format.bytes(shown.bytes)) : format.bytes(shown.bytes)}{" "}
        <CopyButton plain label={words.shell.copy} text={() => shown.text} />
      </p>
    </>
  );
}
