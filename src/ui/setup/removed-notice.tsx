// Says what was removed, and brings it back as it was: what it held never comes to the page.
import type { JSX } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { SetupWritten } from "../data/answers.ts";
import { useAction, useNow, useSurroundings } from "../pieces/hooks.ts";
import { SETUP as SAID } from "../words/setup.ts";
import { Remarks } from "./form/field.tsx";
import { forgetRemoved, lastRemoved, onRemoved, type Removed } from "./removed.ts";
import { takenUp } from "./change/taken-up.ts";

export function RemovedNotice({ changed }: { changed: () => void }): JSX.Element | null {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => onRemoved(() => draw(0)), []);
  const now = useNow();
  const removed = lastRemoved();
  if (removed === undefined || Date.parse(removed.until) <= now) return null;
  return <Notice key={removed.removal} removed={removed} changed={changed} />;
}

function Notice({ removed, changed }: { removed: Removed; changed: () => void }): JSX.Element {
  const { source } = useSurroundings();
  const { endpoint, removal, starts } = removed;
  const [answer, setAnswer] = useState<SetupWritten>();
  const button = useRef<HTMLButtonElement>(null);
  // The button that removed it is gone with it.
  useEffect(() => button.current?.focus(), []);
  const undo = useAction(async () => {
    // While the removal is taken up, nobody answers.
    await takenUp(source, starts);
    const change = { kind: "undo", removal };
    const said = await source.ask<SetupWritten>("setup.write", { change });
    setAnswer(said);
    if (!said.written) return;
    await takenUp(source, said.starts);
    changed();
  });
  const isBack = answer?.written === true;
  const refused = answer?.written === false ? answer : undefined;
  return (
    <div class="ew-setup-notice" role="status">
      <span>{isBack ? SAID.undone(endpoint) : SAID.removed(endpoint)}</span>
      {!isBack && (
        <button
          ref={button}
          type="button"
          class="ew-button"
          disabled={undo.busy || !source.connected}
          onClick={undo.run}
        >
          {undo.busy ? SAID.undoing : SAID.undo}
        </button>
      )}
      {refused && <Remarks problems={refused.problems} warnings={[]} />}
      {refused?.obstacle !== undefined && <span class="ew-reason">{refused.obstacle}</span>}
      {undo.error && <span class="ew-reason">{undo.error.message}</span>}
      <button type="button" class="ew-link" onClick={forgetRemoved}>
        {SAID.dismiss}
      </button>
    </div>
  );
}
