// A filter of deliveries as it stands in the page's address, and as the Gateway is asked for it.
import type { DeliveryFilter, Status } from "../data/answers.ts";
import type { Place } from "../data/source.ts";

/** Spans back from now, ms. */
export const SPANS: Readonly<Record<string, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

const STATUSES: Readonly<Record<string, readonly Status[]>> = {
  pending: ["pending"],
  delivered: ["delivered"],
  failed: ["failed"],
  dead: ["dead"],
};

const FIELDS = [
  "status",
  "endpoint",
  "event",
  "agent",
  "instanceId",
  "time",
  "from",
  "to",
  "text",
] as const;
const NAMED = ["endpoint", "event", "agent", "instanceId", "text"] as const;

export function isFiltered(place: Place): boolean {
  return FIELDS.some((field) => (place[field] ?? "") !== "");
}

export interface ActiveFilter {
  name: Exclude<(typeof FIELDS)[number], "from" | "to">;
  value: string;
  /** What of the address it is made of. */
  parts: readonly string[];
}

/** What narrows the list; a span between two times is one of them. */
export function activeFilters(place: Place): ActiveFilter[] {
  const fields = FIELDS.filter((field) => field !== "from" && field !== "to");
  return fields.flatMap((name): ActiveFilter[] => {
    const value = place[name] ?? "";
    if (value === "") return [];
    if (name !== "time" || value !== "between") return [{ name, value, parts: [name] }];
    const { from = "", to = "" } = place;
    const span = [from, to].map((each) => each.replace("T", " ") || "…").join(" – ");
    return [{ name, value: span, parts: ["time", "from", "to"] }];
  });
}

/** What has to be asked anew when it changes. */
export function filterKey(place: Place): string {
  return JSON.stringify(FIELDS.map((field) => place[field] ?? ""));
}

export function filterOf(place: Place, now: number): DeliveryFilter {
  const filter: DeliveryFilter = {};
  const status = STATUSES[place["status"] ?? ""];
  if (status !== undefined) filter.status = status;
  for (const field of NAMED) {
    const value = place[field]?.trim() ?? "";
    if (value !== "") filter[field] = value;
  }
  const { since, until } = timesOf(place, now);
  if (since !== undefined) filter.since = since;
  if (until !== undefined) filter.until = until;
  return filter;
}

function timesOf(place: Place, now: number): { since?: string; until?: string } {
  const span = SPANS[place["time"] ?? ""];
  if (span !== undefined) return { since: new Date(now - span).toISOString() };
  if (place["time"] !== "between") return {};
  return { since: instant(place["from"]), until: instant(place["to"]) };
}

/** A local date and time, as the browser's own field writes it. */
function instant(local: string | undefined): string | undefined {
  const at = Date.parse(local ?? "");
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
