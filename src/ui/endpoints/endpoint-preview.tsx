// What an endpoint would send for a sample of an event: filter, headers with secrets masked, body. Sends nothing.
import type { JSX } from "preact";
import type { PreviewAnswer } from "../data/answers.ts";
import { useAnswer } from "../pieces/hooks.ts";
import { Answered, Dialog, State } from "../pieces/pieces.tsx";
import { Sending } from "./sending.tsx";
import { useLanguage } from "../pieces/language.ts";

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
  const { words } = useLanguage();
  const answer = useAnswer<PreviewAnswer>("preview", {
    endpoint,
    ...(event !== undefined && { event }),
  });
  return (
    <Dialog title={words.preview.title(answer.value?.event?.type ?? event, endpoint)} close={close}>
      <Answered answer={answer}>{(preview) => <Shown preview={preview} />}</Answered>
      <footer>
        <button type="button" class="ew-button" onClick={close}>
          {words.shell.close}
        </button>
      </footer>
    </Dialog>
  );
}

function Shown({ preview }: { preview: PreviewAnswer }): JSX.Element {
  const { words } = useLanguage();
  const { hears } = preview;
  return (
    <>
      {hears !== undefined && (
        <p>
          <State tone={hears ? "ok" : "warn"}>
            {hears ? words.preview.sent : words.preview.notSent}
          </State>
        </p>
      )}
      <Sending preview={preview} />
    </>
  );
}
