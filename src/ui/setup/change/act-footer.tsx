// The end of a dialog that changes something: leave it, or do it.
import type { JSX } from "preact";
import type { Action } from "../../pieces/hooks.ts";
import { SETUP as SAID } from "../../words/setup.ts";
import { WORDS } from "../../words/page.ts";

export function ActFooter({
  label,
  act,
  close,
}: {
  label: string;
  act: Action;
  close: () => void;
}): JSX.Element {
  return (
    <footer>
      <button type="button" class="ew-button" onClick={close}>
        {WORDS.cancel}
      </button>
      <button type="button" class="ew-button ew-primary" disabled={act.busy} onClick={act.run}>
        {act.busy ? SAID.saving : label}
      </button>
    </footer>
  );
}
