// What the agent is told: the operator's words, and what the sender wrote, marked.
import type { JSX } from "preact";
import type { ShownText } from "../data/answers.ts";
import { promptParts } from "./fenced-text.ts";
import { useLanguage } from "../pieces/language.ts";

export function Prompt({ shown }: { shown: ShownText }): JSX.Element {
  const { words } = useLanguage();
  return (
    <pre class="ew-code ew-body" tabIndex={0}>
      {promptParts(shown.text).map(({ text, fenced }, index) =>
        fenced ? (
          <mark key={index} class="ew-fenced" title={words.requests.fenced}>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </pre>
  );
}
