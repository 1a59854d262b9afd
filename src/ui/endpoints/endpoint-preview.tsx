// What an endpoint would send for a sample of an event: filter, headers with secrets masked, body. Sends nothing.
import type { JSX } from "preact";
import type { PreviewAnswer } from "../data/answers.ts";
import { useAnswer } from "../pieces/hooks.ts";
import { Answered, Dialog, State } from "../pieces/pieces.tsx";
import { Sending } from "./sending.tsx";
import { PREVIEW as SAID, WORDS } from "../words/page.ts";

export function EndpointPreview({
  endpoint,
  event,
  close,
}: {
  endpoint: string;
  /** Absent: the first that the endpoint names. */
  event: string | undefined;
  close: () => void;
}): JSX.Element {
  const answer = useAnswer<PreviewAnswer>("preview", {
    endpoint,
    ...(event !== undefined && { event }),
  });
  return (
    <Dialog title={SAID.title(answer.value?.event?.type ?? event, endpoint)} close={close}>
      <Answered answer={answer}>{(preview) => <Shown preview={preview} />}</Answered>
      <footer>
        <button type="button" class="ew-button" onClick={close}>
          {WORDS.close}
        </button>
      </footer>
    </Dialog>
  );
}

function Shown({ preview }: { preview: PreviewAnswer }): JSX.Element {
  const { hears } = preview;
  return (
    <>
      {hears !== undefined && (
        <p>
          <State tone={hears ? "ok" : "warn"}>{hears ? SAID.sent : SAID.notSent}</State>
        </p>
      )}
      <Sending preview={preview} />
    </>
  );
}
