// The list of deliveries, and the retry of many.
import { pluralIn } from "../../plural.ts";

const plural = pluralIn("en");

export const deliveries = {
  filters: "Filters",
  list: "Deliveries, newest first",
  all: "All",
  status: "Status",
  endpoint: "Endpoint",
  everyEndpoint: "Every endpoint",
  event: "Event",
  everyEvent: "Every event",
  agent: "Agent",
  instanceId: "Gateway",
  anyTime: "Any time",
  between: "Between…",
  time: "Time",
  from: "From",
  to: "To",
  text: "Search text or id",
  narrowedBy: "The list is narrowed by",
  takeOff: (name: string): string => `Show all again, whatever their ${name.toLowerCase()}`,
  columns: {
    time: "Time",
    status: "Status",
    event: "Event",
    endpoint: "Endpoint",
    about: "Agent · user",
    tries: "Tries",
    took: "Took",
    answer: "Answer",
  },
  unseen: (count: string): string => `${count} new`,
  retryAll: "Retry these…",
};

export const gateways = { gateway: "Gateway", every: "Every Gateway" };

export const bulk = {
  title: "Retry deliveries",
  counting: (count: string): string => `Counting… ${count}`,
  counted: (count: number, shown: string): string =>
    plural(count, {
      one: `${shown} failed or dead delivery fits the filters. It is sent again with its event’s id, so a receiver that has it knows.`,
      other: `${shown} failed or dead deliveries fit the filters. Each is sent again with its event’s id, so a receiver that has it knows.`,
    }),
  nothing: "No failed or dead delivery fits the filters.",
  start: (count: string): string => `Retry ${count}`,
  running: (done: string, all: string): string => `${done} of ${all} queued`,
  done: (count: number, shown: string): string =>
    plural(count, {
      one: `${shown} queued. It is on its way.`,
      other: `${shown} queued. They are on their way.`,
    }),
};
