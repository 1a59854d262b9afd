// One delivery, opened.

export const delivery = {
  label: "Delivery",
  retry: "Retry now",
  replay: "Replay",
  replayed: "Sent once more, as a delivery of its own.",
  curl: "Copy as curl",
  /** A comment in the shell script that is copied; `where` is empty where it is not known. */
  curlComment: (variables: readonly string[], endpoint: string, where: string): string =>
    `${variables.join(" and ")}: as the endpoint ${endpoint} has them${where && `, at ${where}`}`,
  attempts: "Attempts",
  noAttempts: "No attempt yet.",
  attempt: (number: string): string => `Attempt ${number}`,
  ok: "ok",
  event: "Event",
  why: "Why",
  request: "Request",
  response: "Answer of the last attempt",
  showBody: "Show body",
  showAnswer: "Show answer",
  empty: "(empty)",
  cut: (bytes: string): string => `Cut; the whole has ${bytes}.`,
  headersNote: "Headers that the endpoint’s settings add are not shown.",
  stages: { dns: "DNS", connect: "Connect", tls: "TLS", firstByte: "First byte", total: "Body" },
  gone: "This endpoint is no longer configured; its deliveries wait until it is back.",
  hears: "The current settings let this event through.",
  deaf: "The current settings do not let this event through.",
  /** What follows the name of a filter's clause. */
  clause: (holds: boolean, wanted: string | undefined, found: readonly string[]): string =>
    [
      holds ? "holds" : "does not hold",
      ...(wanted === undefined ? [] : [`: wants ${wanted}`]),
      ...(found.length === 0 ? [] : [`, found ${found.join(", ")}`]),
    ].join(""),
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
};
