// What stands where deliveries would: the config to paste while there is no endpoint.
import type { JSX } from "preact";
import type { EndpointRow } from "../data/answers.ts";
import { useAnswer } from "../pieces/hooks.ts";
import { Blank, CopyButton } from "../pieces/pieces.tsx";
import { SAMPLE_CONFIG } from "./sample-config.ts";
import { useLanguage } from "../pieces/language.ts";

export function NothingYet(): JSX.Element | null {
  const { words } = useLanguage();
  const { value } = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  if (value === undefined) return null;
  if (value.endpoints.length === 0) return <NoEndpoint />;
  return (
    <Blank title={words.shell.noneYet}>
      <p>{words.shell.noneYetLong}</p>
    </Blank>
  );
}

export function NoEndpoint(): JSX.Element {
  const { words } = useLanguage();
  return (
    <Blank title={words.shell.emptyTitle}>
      <p>{words.shell.emptyLong}</p>
      <pre class="ew-code" tabIndex={0}>
        {SAMPLE_CONFIG}
      </pre>
      <CopyButton label={words.shell.copy} text={() => SAMPLE_CONFIG} />
    </Blank>
  );
}
