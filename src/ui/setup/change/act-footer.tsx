// The end of a dialog that changes something: leave it, or do it.
import type { JSX } from "preact";
import type { Action } from "../../pieces/hooks.ts";
import { useLanguage } from "../../pieces/language.ts";

export function ActFooter({
  label,
  act,
  close,
}: {
  label: string;
  act: Action;
  close: () => void;
}): JSX.Element {
  const { words } = useLanguage();
  return (
    <footer>
      <button type="button" class="ew-button" onClick={close}>
        {words.shell.cancel}
      </button>
      <button type="button" class="ew-button ew-primary" disabled={act.busy} onClick={act.run}>
        {act.busy ? words.setup.saving : label}
      </button>
    </footer>
  );
}
