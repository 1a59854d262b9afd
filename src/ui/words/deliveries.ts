// Every word about deliveries.

export const DELIVERIES = {
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
  tries: (count: number): string => `${count} ${count === 1 ? "attempt" : "attempts"}`,
  next: (when: string): string => `next ${when}`,
} as const;

export const GATEWAYS = { gateway: "Gateway", every: "Every Gateway" } as const;

export const BULK = {
  title: "Retry deliveries",
  counting: (count: string): string => `Counting… ${count}`,
  counted: (count: string): string =>
    `${count} failed or dead deliveries fit the filters. Each is sent again with its event’s id, so a receiver that has it knows.`,
  nothing: "No failed or dead delivery fits the filters.",
  start: (count: string): string => `Retry ${count}`,
  running: (done: string, all: string): string => `${done} of ${all} queued`,
  done: (count: string): string => `${count} queued. They are on their way.`,
} as const;

export const DETAIL = {
  label: "Delivery",
  retry: "Retry now",
  retried: "Queued",
  replay: "Replay",
  replayed: "Sent once more, as a delivery of its own.",
  curl: "Copy as curl",
  attempts: "Attempts",
  noAttempts: "No attempt yet.",
  attempt: (number: number): string => `Attempt ${number}`,
  event: "Event",
  why: "Why",
  request: "Request",
  response: "Answer of the last attempt",
  showBody: "Show body",
  showAnswer: "Show answer",
  hidden: "What was said stays hidden until you ask for it.",
  empty: "(empty)",
  cut: (bytes: string): string => `Cut; the whole has ${bytes}.`,
  headersNote: "Headers that the endpoint’s settings add are not shown.",
  masked: "••••••",
  stages: { dns: "DNS", connect: "Connect", tls: "TLS", firstByte: "First byte", total: "Body" },
  gone: "This endpoint is no longer configured; its deliveries wait until it is back.",
  hears: "The current settings let this event through.",
  deaf: "The current settings do not let this event through.",
  reaches: (host: string, addresses: readonly string[]): string =>
    addresses.includes(host)
      ? `${host} may be reached.`
      : `${host} leads to ${addresses.join(", ")}.`,
  transformFails: (error: string): string => `The body cannot be rendered: ${error}`,
  facts: {
    id: "Delivery",
    eventId: "Event",
    agentId: "Agent",
    channel: "Channel",
    userId: "User",
    sessionKey: "Session",
    created: "Created",
    updated: "Updated",
    next: "Next attempt",
  },
} as const;
