// The filters of the deliveries. They stand in the page's address, so that a filtered list can be passed on.
import type { ComponentChildren, JSX } from "preact";
import { EVENT_TYPES } from "../../generated/event-types.ts";
import type { EndpointRow } from "../data/answers.ts";
import { GatewayFilter } from "../pieces/gateways.tsx";
import { useAnswer, useSurroundings } from "../pieces/hooks.ts";
import { Choices, Select } from "../pieces/pieces.tsx";
import { Typed, type FieldProps } from "../pieces/typed.tsx";
import { useLanguage } from "../pieces/language.ts";

const STATUSES = ["delivered", "pending", "failed", "dead"] as const;
const TIMES = ["hour", "day", "week"] as const;

/** `act`: what stands at the end of the row. */
export function FilterBar({ act }: { act: ComponentChildren }): JSX.Element {
  const { words } = useLanguage();
  const { deliveries: said } = words;
  const { places } = useSurroundings();
  const { place } = places;
  const { value } = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  const set = (change: Record<string, string>): void => {
    const { id: _, ...kept } = { ...place, ...change };
    const filled = Object.entries(kept).filter(([, each]) => each !== "");
    places.go(Object.fromEntries(filled), true);
  };
  const names = (value?.endpoints ?? []).map(({ endpoint }) => endpoint);
  const chosen = place["endpoint"] ?? "";
  const endpoints = names.includes(chosen) || chosen === "" ? names : [...names, chosen];
  return (
    <div class="ew-filters" role="search" aria-label={said.filters}>
      <div class="ew-filter-row">
        <Choices
          label={said.status}
          choices={[
            { value: "", label: said.all },
            ...STATUSES.map((each) => ({ value: each, label: words.status[each] })),
          ]}
          value={place["status"] ?? ""}
          choose={(status) => set({ status })}
        />
        <Typed label={said.text} value={place["text"]} set={(text) => set({ text })} wide />
        {act}
      </div>
      <div class="ew-filter-row">
        <Select
          label={said.endpoint}
          choices={[
            { value: "", label: said.everyEndpoint },
            ...endpoints.map((each) => ({ value: each, label: each })),
          ]}
          value={chosen}
          choose={(endpoint) => set({ endpoint })}
        />
        <Select
          label={said.event}
          choices={[
            { value: "", label: said.everyEvent },
            ...EVENT_TYPES.map((each) => ({ value: each, label: each })),
          ]}
          value={place["event"] ?? ""}
          choose={(event) => set({ event })}
        />
        <Select
          label={said.time}
          choices={[
            { value: "", label: said.anyTime },
            ...TIMES.map((each) => ({ value: each, label: words.ranges[each] })),
            { value: "between", label: said.between },
          ]}
          value={place["time"] ?? ""}
          choose={(time) => set({ time, from: "", to: "" })}
        />
        {place["time"] === "between" && (
          <>
            <Moment label={said.from} value={place["from"]} set={(from) => set({ from })} />
            <Moment label={said.to} value={place["to"]} set={(to) => set({ to })} />
          </>
        )}
        <GatewayFilter chosen={place["instanceId"]} choose={(instanceId) => set({ instanceId })} />
        <Typed label={said.agent} value={place["agent"]} set={(agent) => set({ agent })} />
      </div>
    </div>
  );
}

function Moment({ label, value = "", set }: FieldProps): JSX.Element {
  return (
    <input
      class="ew-field ew-moment"
      type="datetime-local"
      aria-label={label}
      title={label}
      value={value}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}
