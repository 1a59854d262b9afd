// What an endpoint would send for a sample of an event: filter, headers with secrets masked, body. Sends nothing.
import type { JSX } from "preact";
import type { PreviewAnswer } from "../data/answers.ts";
import { useAnswer } from "../pieces/hooks.ts";
import { Answered, Dialog, State } from "../pieces/pieces.tsx";
import { prettyJson } from "../pieces/pretty-json.ts";
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
  const { hears, checks = [], problem, headers = {}, body, more = [], method, target } = preview;
  const asked = method === undefined && target === undefined ? [] : [method ?? "POST", target];
  const lines = [
    ...(asked.length > 0 ? [asked.join(" ").trim()] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const bodies = [body ?? "", ...more].flatMap((part) => ["", prettyJson(part)]);
  return (
    <>
      {hears !== undefined && (
        <p>
          <State tone={hears ? "ok" : "warn"}>
            {hears ? words.preview.sent : words.preview.notSent}
          </State>
        </p>
      )}
      {checks
        .filter(({ passed }) => !passed)
        .map(({ at, found }) => (
          <p key={at} class="ew-reason">
            {words.preview.refuses(
              at,
              found.length === 0 ? words.preview.nothing : found.map(String).join(", "),
            )}
          </p>
        ))}
      {problem !== undefined && <p class="ew-reason">{problem}</p>}
      {body !== undefined && (
        <pre class="ew-code" tabIndex={0}>
          {[...lines, ...bodies].join("\n")}
        </pre>
      )}
    </>
  );
}
