// What narrows the list, said in words and each taken off by itself: in sight also where the filters are not.
import type { JSX } from "preact";
import { activeFilters } from "./filters.ts";
import { useSurroundings } from "../pieces/hooks.ts";
import { DELIVERIES as SAID } from "../words/deliveries.ts";
import { RANGES, STATUS, WORDS } from "../words/page.ts";

/** The word for a value that the page chose itself. */
const WORD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: STATUS,
  time: { ...RANGES, between: SAID.between },
};

export function ActiveFilters(): JSX.Element | null {
  const { places } = useSurroundings();
  const { place } = places;
  const active = activeFilters(place);
  if (active.length === 0) return null;
  const without = (...names: readonly string[]): void =>
    places.go(
      Object.fromEntries(Object.entries(place).filter(([name]) => !names.includes(name))),
      true,
    );
  return (
    <div class="ew-active" role="group" aria-label={SAID.narrowedBy}>
      {active.map(({ name, value, parts }) => (
        <button
          key={name}
          type="button"
          class="ew-chip"
          title={SAID.takeOff(SAID[name])}
          onClick={() => without(...parts)}
        >
          {SAID[name]}: {WORD[name]?.[value] ?? value} <span aria-hidden="true">×</span>
        </button>
      ))}
      <button
        type="button"
        class="ew-link"
        onClick={() => without(...active.flatMap(({ parts }) => parts))}
      >
        {WORDS.clear}
      </button>
    </div>
  );
}
