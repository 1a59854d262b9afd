// What stands in the fields of a form, and what a form says with it: of an endpoint that is there, only what changed.
import type { EndpointAsWritten, EndpointForm, FormField } from "../../data/answers.ts";

export interface Draft {
  name: string;
  url: string;
  everyEvent: boolean;
  events: readonly string[];
  format: string;
  options: Readonly<Record<string, string>>;
  everyAgent: boolean;
  agents: readonly string[];
  allowPrivateNetwork: boolean;
  secret: "keep" | "auto" | "none";
}

export function draftOf(written: EndpointAsWritten | undefined, types: readonly string[]): Draft {
  const everyEvent = written === undefined || written.events.includes("*");
  const agents = written?.agents ?? [];
  return {
    name: written?.name ?? "",
    url: "",
    everyEvent,
    events: everyEvent ? types : written.events,
    format: written?.format ?? "",
    options: written?.options ?? {},
    everyAgent: agents.length === 0,
    agents,
    allowPrivateNetwork: written?.allowPrivateNetwork ?? false,
    secret: written === undefined ? "auto" : "keep",
  };
}

export function formOf(draft: Draft, written: EndpointAsWritten | undefined): EndpointForm {
  const { name, url, format, allowPrivateNetwork, secret } = draft;
  const events = draft.everyEvent ? ["*"] : draft.events;
  const agents = draft.everyAgent ? [] : draft.agents;
  const options = optionsOf(draft, written);
  return {
    ...((written === undefined || name !== written.name) && { name }),
    ...(url !== "" && { url: url.trim() }),
    ...(!isSame(events, written?.events) && { events }),
    ...(format !== (written?.format ?? "") && { format }),
    ...(options !== undefined && { options }),
    ...(!isSame(agents, written?.agents ?? []) && { agents }),
    ...(allowPrivateNetwork !== (written?.allowPrivateNetwork ?? false) && { allowPrivateNetwork }),
    ...(secret !== "keep" && { secret }),
  };
}

/** Fields in which nothing is chosen: said anew, that would mean everything. */
export function unchosen({ everyEvent, events, everyAgent, agents }: Draft): FormField[] {
  return [
    ...(!everyEvent && events.length === 0 ? (["events"] as const) : []),
    ...(!everyAgent && agents.length === 0 ? (["agents"] as const) : []),
  ];
}

/** Undefined: none has changed. Those of another format are said anew, also where there are none. */
function optionsOf(
  { format, options }: Draft,
  written: EndpointAsWritten | undefined,
): EndpointForm["options"] | undefined {
  const isOther = format !== (written?.format ?? "");
  const before = isOther ? {} : (written?.options ?? {});
  const changed = Object.entries(options).filter(([key, value]) => value !== (before[key] ?? ""));
  if (changed.length === 0 && !(isOther && written !== undefined)) return undefined;
  return Object.fromEntries(changed);
}

function isSame(one: readonly string[], other: readonly string[] | undefined): boolean {
  return (
    other !== undefined && one.length === other.length && one.every((text) => other.includes(text))
  );
}

/** With `item` in it, or without. */
export function toggled(items: readonly string[], item: string): readonly string[] {
  return items.includes(item) ? items.filter((each) => each !== item) : [...items, item];
}
