// The filters of the inbound requests. They stand in the page's address, as those of the deliveries do.
import type { JSX } from "preact";
import type { RequestRow } from "../data/answers.ts";
import type { Place } from "../data/source.ts";
import { GatewayFilter } from "../pieces/gateways.tsx";
import { useSurroundings } from "../pieces/hooks.ts";
import { Select } from "../pieces/pieces.tsx";
import { REQUEST_TONES } from "../pieces/tones.ts";
import { Typed } from "../pieces/typed.tsx";
import { useLanguage } from "../pieces/language.ts";

const NAMED = ["route", "agent", "text"] as const;
const STATUSES = Object.keys(REQUEST_TONES) as RequestRow["status"][];

/** As `requests.list` is asked; empty when nothing is filtered. */
export function requestFilterOf(place: Place): Record<string, string | string[]> {
  const filter: Record<string, string | string[]> = {};
  const status = STATUSES.find((each) => each === place["status"]);
  if (status !== undefined) filter["status"] = [status];
  for (const field of NAMED) {
    const value = place[field]?.trim() ?? "";
    if (value !== "") filter[field] = value;
  }
  const instanceId = place["instanceId"] ?? "";
  if (instanceId !== "") filter["instanceId"] = instanceId;
  return filter;
}

export function RequestFilters(): JSX.Element {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  const { place } = places;
  const set = (change: Record<string, string>): void => {
    const { id: _, ...kept } = { ...place, ...change };
    places.go(Object.fromEntries(Object.entries(kept).filter(([, each]) => each !== "")), true);
  };
  return (
    <div class="ew-filters" role="search" aria-label={words.requests.filters}>
      <div class="ew-filter-row">
        <Select
          label={words.requests.status}
          choices={[
            { value: "", label: words.requests.everyStatus },
            ...STATUSES.map((value) => ({ value, label: words.requestStatus[value] })),
          ]}
          value={place["status"] ?? ""}
          choose={(status) => set({ status })}
        />
        <GatewayFilter chosen={place["instanceId"]} choose={(instanceId) => set({ instanceId })} />
        {NAMED.map((field) => (
          <Typed
            key={field}
            label={words.requests[field]}
            value={place[field]}
            set={(value) => set({ [field]: value })}
            {...(field === "text" && { wide: true })}
          />
        ))}
      </div>
    </div>
  );
}
