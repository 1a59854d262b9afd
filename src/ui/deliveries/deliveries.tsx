// The deliveries: live list, filters, and the one that was opened beside it.
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { ActiveFilters } from "./active-filters.tsx";
import { Bulk } from "./bulk.tsx";
import { createFeed } from "../data/feed.ts";
import { DeliveryDetailPane } from "./delivery-detail.tsx";
import { DeliveryHead, DeliveryLine, ROW_HEIGHT } from "./delivery-line.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { filterKey, filterOf, isFiltered } from "./filters.ts";
import { useGateways } from "../pieces/gateways.tsx";
import { useSurroundings } from "../pieces/hooks.ts";
import { NothingYet } from "./nothing-yet.tsx";
import { Blank, Failure, Loading } from "../pieces/pieces.tsx";
import { Windowed } from "../pieces/windowed.tsx";
import { useLanguage } from "../pieces/language.ts";

const NARROW_PX = 640;

export function Deliveries(): JSX.Element {
  const { words, format } = useLanguage();
  const { source, places } = useSurroundings();
  const { place } = places;
  const key = filterKey(place);
  const [active, activate] = useState(place["id"]);
  const [bulk, setBulk] = useState(false);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const { ref, narrow } = useNarrow();
  const shared = useGateways().length > 0;

  const feed = useMemo(
    () =>
      createFeed(
        source,
        () => filterOf(places.place, Date.now()),
        () => draw(0),
      ),
    [source, key],
  );
  useEffect(() => feed.end, [feed]);
  const { rows, loaded, error, unseen } = feed.state();
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);

  const open = (id: string): void => {
    activate(id);
    places.go({ ...place, id }, place["id"] !== undefined);
  };
  const close = useCallback((): void => {
    const { id: _, ...rest } = places.place;
    places.go(rest, true);
    ref.current?.querySelector<HTMLElement>(".ew-list")?.focus();
  }, [places]);
  const toTop = (): void => {
    ref.current?.querySelector(".ew-list")?.scrollTo({ top: 0 });
    activate(undefined);
    feed.holdStill(false);
  };

  const shape = narrow ? "narrow" : "wide";
  const empty = loaded && rows.length === 0;
  return (
    <div class="ew-narrowed">
      <ActiveFilters />
      <div class="ew-deliveries" data-open={place["id"] !== undefined}>
        <div class="ew-main" ref={ref}>
          <FilterBar
            act={
              source.mayWrite && (
                <button type="button" class="ew-button ew-end" onClick={() => setBulk(true)}>
                  {words.deliveries.retryAll}
                </button>
              )
            }
          />
          {!loaded && (error ? <Failure error={error} again={feed.again} /> : <Loading />)}
          {empty && (isFiltered(place) ? <NoMatch /> : <NothingYet />)}
          {loaded && !empty && (
            <div class="ew-list-frame">
              {unseen > 0 && (
                <button type="button" class="ew-unseen" onClick={toTop}>
                  ↑ {words.deliveries.unseen(unseen >= 100 ? "99+" : format.count(unseen))}
                </button>
              )}
              <Windowed
                label={words.deliveries.list}
                ids={ids}
                rowHeight={ROW_HEIGHT[shape]}
                headerHeight={narrow ? 0 : 32}
                header={narrow ? undefined : <DeliveryHead shared={shared} />}
                active={active}
                activate={activate}
                open={open}
                atEnd={feed.loadOlder}
                seen={(first, end, still) => {
                  feed.look(first, end);
                  feed.holdStill(still);
                }}
                row={(id, index) => {
                  const row = rows[index];
                  return (
                    row && (
                      <DeliveryLine
                        key={id}
                        row={row}
                        index={index}
                        active={id === active}
                        opened={id === place["id"]}
                        narrow={narrow}
                        shared={shared}
                        open={open}
                      />
                    )
                  );
                }}
              />
            </div>
          )}
        </div>
        {place["id"] !== undefined && (
          <DeliveryDetailPane key={place["id"]} id={place["id"]} close={close} />
        )}
        {bulk && <Bulk place={place} close={() => setBulk(false)} />}
      </div>
    </div>
  );
}

function NoMatch(): JSX.Element {
  const { words } = useLanguage();
  return (
    <Blank title={words.shell.noMatch}>
      <p>{words.shell.noMatchLong}</p>
    </Blank>
  );
}

function useNarrow(): { ref: { current: HTMLDivElement | null }; narrow: boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const [narrow, setNarrow] = useState(() => globalThis.innerWidth < NARROW_PX);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setNarrow(entry.contentRect.width < NARROW_PX);
    });
    if (ref.current) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, narrow };
}
