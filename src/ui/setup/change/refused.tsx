// Why a change was not written, and how to make it by hand.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CopyButton } from "../../pieces/pieces.tsx";
import { SETUP as SAID } from "../../words/setup.ts";
import { WORDS } from "../../words/page.ts";
import type { Change } from "./use-change.ts";

export function Refused({ change }: { change: Change }): JSX.Element {
  const { refused, write, writeWithoutComments } = change;
  const { obstacle, byHand, comments } = refused ?? {};
  const error = write.error ?? writeWithoutComments.error;
  const place = useRef<HTMLDivElement>(null);
  const isThere = obstacle !== undefined || error !== undefined;
  // It may stand below a long form.
  useEffect(() => {
    if (isThere) place.current?.scrollIntoView({ block: "center" });
  }, [isThere, refused]);
  return (
    <div ref={place} class="ew-setup-refused" role="alert">
      {error && <p class="ew-reason">{error.message}</p>}
      {obstacle !== undefined && <p class="ew-reason">{obstacle}</p>}
      {comments === true && (
        <p>
          <button
            type="button"
            class="ew-button"
            disabled={writeWithoutComments.busy}
            onClick={writeWithoutComments.run}
          >
            {SAID.comments}
          </button>
        </p>
      )}
      {byHand !== undefined && (
        <>
          <p>{SAID.byHand}</p>
          <pre class="ew-code" tabIndex={0}>
            {byHand}
          </pre>
          <p>
            <CopyButton label={WORDS.copy} text={() => byHand} />
          </p>
        </>
      )}
    </div>
  );
}
