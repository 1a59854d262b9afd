// What stands where deliveries would: the config to paste while there is no endpoint.
import type { JSX } from "preact";
import type { EndpointRow } from "../data/answers.ts";
import { useAnswer } from "../pieces/hooks.ts";
import { Blank, CopyButton } from "../pieces/pieces.tsx";
import { SAMPLE_CONFIG, WORDS } from "../words/page.ts";

export function NothingYet(): JSX.Element | null {
  const { value } = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  if (value === undefined) return null;
  if (value.endpoints.length === 0) return <NoEndpoint />;
  return (
    <Blank title={WORDS.noneYet}>
      <p>{WORDS.noneYetLong}</p>
    </Blank>
  );
}

export function NoEndpoint(): JSX.Element {
  return (
    <Blank title={WORDS.emptyTitle}>
      <p>{WORDS.emptyLong}</p>
      <pre class="ew-code" tabIndex={0}>
        {SAMPLE_CONFIG}
      </pre>
      <CopyButton label={WORDS.copy} text={() => SAMPLE_CONFIG} />
    </Blank>
  );
}
