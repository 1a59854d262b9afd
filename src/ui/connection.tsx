// What stands above every part of the page: its name, its tabs, and how the connection is.
import type { JSX } from "preact";
import { useSurroundings } from "./pieces/hooks.ts";
import { State } from "./pieces/pieces.tsx";
import { useLanguage } from "./pieces/language.ts";

export const TABS = ["overview", "deliveries", "endpoints", "requests"] as const;
export type Tab = (typeof TABS)[number];

export function Header({ tab }: { tab: Tab }): JSX.Element {
  const { words } = useLanguage();
  const { source, places } = useSurroundings();
  const { connected, mayWrite, framed } = source;
  return (
    <header class="ew-header">
      <h1>{words.shell.title}</h1>
      <nav aria-label={words.shell.title}>
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={each === tab ? "page" : undefined}
            onClick={() => places.go({ view: each })}
          >
            {words.shell.tabs[each]}
          </button>
        ))}
      </nav>
      <span class="ew-connection" role="status">
        {connected && !mayWrite && <span class="ew-tag">{words.shell.readOnly}</span>}
        <State tone={connected ? "ok" : "off"}>
          {connected ? words.shell.live : words.shell.offline}
        </State>
      </span>
      {!connected && (
        <p class="ew-banner" role="alert">
          {words.shell.offlineLong}
        </p>
      )}
      {framed && (
        <p class="ew-banner" data-tone="quiet">
          {words.shell.framed}
        </p>
      )}
    </header>
  );
}
