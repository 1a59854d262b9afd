// What narrows the list, said in words and each taken off by itself: in sight also where the filters are not.
import type { JSX } from "preact";
import { activeFilters } from "./filters.ts";
import { useSurroundings } from "../pieces/hooks.ts";
import { useLanguage } from "../pieces/language.ts";

export function ActiveFilters(): JSX.Element | null {
  const { words } = useLanguage();
  /** For a value that the page chose itself. */
  const chosen: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    status: words.status,
    time: words.ranges,
  };
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
    <div class="ew-active" role="group" aria-label={words.deliveries.narrowedBy}>
      {active.map(({ name, value, parts }) => (
        <button
          key={name}
          type="button"
          class="ew-chip"
          title={words.deliveries.takeOff(words.deliveries[name])}
          onClick={() => without(...parts)}
        >
          {words.deliveries[name]}: {chosen[name]?.[value] ?? value}{" "}
          <span aria-hidden="true">×</span>
        </button>
      ))}
      <button
        type="button"
        class="ew-link"
        onClick={() => without(...active.flatMap(({ parts }) => parts))}
      >
        {words.shell.clear}
      </button>
    </div>
  );
}
