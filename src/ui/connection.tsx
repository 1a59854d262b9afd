// What stands above every part of the page: its name, its tabs, and how the connection is.
import type { JSX } from "preact";
import { useSurroundings } from "./pieces/hooks.ts";
import { State } from "./pieces/pieces.tsx";
import { WORDS } from "./words/page.ts";

export const TABS = ["overview", "deliveries", "endpoints", "requests"] as const;
export type Tab = (typeof TABS)[number];

export function Header({ tab }: { tab: Tab }): JSX.Element {
  const { source, places } = useSurroundings();
  const { connected, mayWrite, framed } = source;
  return (
    <header class="ew-header">
      <h1>{WORDS.title}</h1>
      <nav aria-label={WORDS.title}>
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={each === tab ? "page" : undefined}
            onClick={() => places.go({ view: each })}
          >
            {WORDS.tabs[each]}
          </button>
        ))}
      </nav>
      <span class="ew-connection" role="status">
        {connected && !mayWrite && <span class="ew-tag">{WORDS.readOnly}</span>}
        <State tone={connected ? "ok" : "off"}>{connected ? WORDS.live : WORDS.offline}</State>
      </span>
      {!connected && (
        <p class="ew-banner" role="alert">
          {WORDS.offlineLong}
        </p>
      )}
      {framed && (
        <p class="ew-banner" data-tone="quiet">
          {WORDS.framed}
        </p>
      )}
    </header>
  );
}
