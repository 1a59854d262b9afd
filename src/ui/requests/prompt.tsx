// What the agent is told: the operator's words, and what the sender wrote, marked.
import type { JSX } from "preact";
import type { ShownText } from "../data/answers.ts";
import { promptParts } from "./fenced-text.ts";
import { REQUESTS as SAID } from "../words/page.ts";

export function Prompt({ shown }: { shown: ShownText }): JSX.Element {
  return (
    <pre class="ew-code ew-body" tabIndex={0}>
      {promptParts(shown.text).map(({ text, fenced }, index) =>
        fenced ? (
          <mark key={index} class="ew-fenced" title={SAID.fenced}>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </pre>
  );
}
