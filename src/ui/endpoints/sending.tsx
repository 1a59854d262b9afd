// What would be sent for one event: why not, if it would not, and the request with its secrets masked.
import type { JSX } from "preact";
import type { PreviewAnswer } from "../data/answers.ts";
import { prettyJson } from "../pieces/pretty-json.ts";
import { PREVIEW as SAID } from "../words/page.ts";

export function Sending({
  preview,
  bodyFirst = false,
}: {
  preview: PreviewAnswer;
  /** Its headers are there for whoever opens them. */
  bodyFirst?: boolean;
}): JSX.Element {
  const { checks = [], problem, headers = {}, body, more = [], method, target } = preview;
  const asked = method === undefined && target === undefined ? [] : [method ?? "POST", target];
  const line = asked.length > 0 ? [asked.join(" ").trim()] : [];
  const heads = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const bodies = [body ?? "", ...more].flatMap((part) => ["", prettyJson(part)]);
  const shown = bodyFirst ? [...line, ...bodies].slice(line.length === 0 ? 1 : 0) : undefined;
  return (
    <>
      {checks
        .filter(({ passed }) => !passed)
        .map(({ at, found }) => (
          <p key={at} class="ew-reason">
            {SAID.refuses(at, found.length === 0 ? SAID.nothing : found.map(String).join(", "))}
          </p>
        ))}
      {problem !== undefined && <p class="ew-reason">{problem}</p>}
      {body !== undefined && (
        <pre class="ew-code" tabIndex={0}>
          {(shown ?? [...line, ...heads, ...bodies]).join("\n")}
        </pre>
      )}
      {shown !== undefined && heads.length > 0 && (
        <details>
          <summary>{SAID.headers}</summary>
          <pre class="ew-code" tabIndex={0}>
            {heads.join("\n")}
          </pre>
        </details>
      )}
    </>
  );
}
