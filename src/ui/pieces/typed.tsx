// A field that asks when the typing pauses.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface FieldProps {
  label: string;
  value: string | undefined;
  set: (value: string) => void;
}

const TYPING_PAUSE_MS = 300;

export function Typed({ label, value = "", set, wide }: FieldProps & { wide?: true }): JSX.Element {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => set(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      class={wide ? "ew-field ew-wide" : "ew-field"}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  );
}
