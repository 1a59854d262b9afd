// The filters of the deliveries. They stand in the page's address, so that a filtered list can be passed on.
import type { ComponentChildren, JSX } from "preact";
import { EVENT_TYPES } from "../../generated/event-types.ts";
import type { EndpointRow } from "../data/answers.ts";
import { GatewayFilter } from "../pieces/gateways.tsx";
import { useAnswer, useSurroundings } from "../pieces/hooks.ts";
import { Choices, Select } from "../pieces/pieces.tsx";
import { Typed, type FieldProps } from "../pieces/typed.tsx";
import { DELIVERIES as SAID } from "../words/deliveries.ts";
import { RANGES, STATUS } from "../words/page.ts";

const STATUSES = [
  { value: "", label: SAID.all },
  ...(["delivered", "pending", "failed", "dead"] as const).map((value) => ({
    value,
    label: STATUS[value],
  })),
];
const TIMES = [
  { value: "", label: SAID.anyTime },
  ...(["hour", "day", "week"] as const).map((value) => ({ value, label: RANGES[value] })),
  { value: "between", label: SAID.between },
];
const EVENTS = [
  { value: "", label: SAID.everyEvent },
  ...EVENT_TYPES.map((value) => ({ value, label: value })),
];

/** `act`: what stands at the end of the row. */
export function FilterBar({ act }: { act: ComponentChildren }): JSX.Element {
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
    <div class="ew-filters" role="search" aria-label={SAID.filters}>
      <div class="ew-filter-row">
        <Choices
          label={SAID.status}
          choices={STATUSES}
          value={place["status"] ?? ""}
          choose={(status) => set({ status })}
        />
        <Typed label={SAID.text} value={place["text"]} set={(text) => set({ text })} wide />
        {act}
      </div>
      <div class="ew-filter-row">
        <Select
          label={SAID.endpoint}
          choices={[
            { value: "", label: SAID.everyEndpoint },
            ...endpoints.map((each) => ({ value: each, label: each })),
          ]}
          value={chosen}
          choose={(endpoint) => set({ endpoint })}
        />
        <Select
          label={SAID.event}
          choices={EVENTS}
          value={place["event"] ?? ""}
          choose={(event) => set({ event })}
        />
        <Select
          label={SAID.time}
          choices={TIMES}
          value={place["time"] ?? ""}
          choose={(time) => set({ time, from: "", to: "" })}
        />
        {place["time"] === "between" && (
          <>
            <Moment label={SAID.from} value={place["from"]} set={(from) => set({ from })} />
            <Moment label={SAID.to} value={place["to"]} set={(to) => set({ to })} />
          </>
        )}
        <GatewayFilter chosen={place["instanceId"]} choose={(instanceId) => set({ instanceId })} />
        <Typed label={SAID.agent} value={place["agent"]} set={(agent) => set({ agent })} />
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
