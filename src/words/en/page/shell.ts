// What stands around every part of the page, and where there is nothing to show.

export const shell = {
  title: "Webhooks",
  tabs: {
    overview: "Overview",
    deliveries: "Deliveries",
    endpoints: "Endpoints",
    requests: "Inbound",
  },
  live: "Live",
  offline: "Disconnected",
  offlineLong:
    "The Gateway is not connected. What you see may be out of date; it catches up by itself.",
  readOnly: "Read only",
  framed:
    "This tab can only read. For retry, pause and test, switch on the full page: Settings → Labs → Custom plugin UI.",
  noRead: "You may not read deliveries",
  noReadLong: "This connection lacks the scope operator.read. Ask whoever runs the Gateway for it.",
  loading: "Loading…",
  failed: "This could not be loaded",
  again: "Try again",
  none: "–",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  cancel: "Cancel",
  emptyTitle: "No endpoint yet",
  emptyLong:
    "Run this with your own address, or write the endpoint into ~/.openclaw/openclaw.json at that place. The Gateway takes it up at once.",
  noMatch: "Nothing matches",
  noMatchLong: "No delivery fits these filters.",
  clear: "Clear filters",
  noneYet: "Nothing sent yet",
  noneYetLong:
    "Deliveries stand here as soon as something happens. Say something to an agent, or send a test from Endpoints.",
  now: "now",
  ago: (span: string): string => `${span} ago`,
  ahead: (span: string): string => `in ${span}`,
};
