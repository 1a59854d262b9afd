// The page: which part of it is shown, and what stands there when there is nothing to show.
import type { JSX } from "preact";
import { Header, TABS, type Tab } from "./connection.tsx";
import { Deliveries } from "./deliveries/deliveries.tsx";
import { Endpoints } from "./endpoints/endpoints.tsx";
import { SurroundingsContext, useSurroundings, type Surroundings } from "./pieces/hooks.ts";
import { Overview } from "./overview/overview.tsx";
import { Blank } from "./pieces/pieces.tsx";
import { Requests } from "./requests/requests.tsx";
import { useMemo } from "preact/hooks";
import { LanguageContext, spokenIn } from "./pieces/language.ts";

const PARTS: Record<Tab, () => JSX.Element> = {
  overview: Overview,
  deliveries: Deliveries,
  endpoints: Endpoints,
  requests: Requests,
};

export function App(surroundings: Surroundings): JSX.Element {
  return (
    <SurroundingsContext.Provider value={surroundings}>
      <Page />
    </SurroundingsContext.Provider>
  );
}

function Page(): JSX.Element {
  const { source, places } = useSurroundings();
  const { locale } = source;
  const spoken = useMemo(() => spokenIn(locale), [locale]);
  const { words, language } = spoken;
  const tab = TABS.find((each) => each === places.place["view"]) ?? "overview";
  const Part = PARTS[tab];
  const forbidden = source.connected && !source.mayRead;
  return (
    <LanguageContext.Provider value={spoken}>
      <div class="ew-page" lang={language} data-view={tab}>
        <Header tab={tab} />
        <div class="ew-part">
          {forbidden ? (
            <Blank title={words.shell.noRead}>
              <p>{words.shell.noReadLong}</p>
            </Blank>
          ) : (
            <Part />
          )}
        </div>
      </div>
    </LanguageContext.Provider>
  );
}
