// Every word of the page, but for those of deliveries, which stand beside.
import type { EndpointState, Range, RequestStatus, Status } from "../data/answers.ts";

export const WORDS = {
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
} as const;

export const STATUS: Record<Status, string> = {
  pending: "Pending",
  delivered: "Delivered",
  failed: "Retrying",
  dead: "Dead",
};

export const REQUEST_STATUS: Record<RequestStatus, string> = {
  rejected: "Rejected",
  failed: "Failed",
  handshake: "Handshake",
  filtered: "Filtered",
  duplicate: "Duplicate",
  merged: "Merged",
  waiting: "Waiting",
  running: "Running",
  completed: "Completed",
};

export const RANGES: Record<Range, string> = {
  hour: "Last hour",
  day: "Last day",
  week: "Last week",
};

/** What each state means, where the Gateway gives no reason of its own. */
export const STATES: Record<EndpointState, { word: string; meaning: string }> = {
  ok: { word: "OK", meaning: "Sending." },
  failing: { word: "Failing", meaning: "Nothing arrives; deliveries wait for their next attempt." },
  slowing: { word: "Slowing", meaning: "The receiver asked for fewer requests." },
  parked: {
    word: "Parked",
    meaning: "It keeps failing; deliveries wait for a probe that succeeds.",
  },
  blocked: {
    word: "Blocked",
    meaning: "Its proxy lets nothing through; deliveries are tried again.",
  },
  paused: { word: "Paused", meaning: "Deliveries wait." },
  disabled: { word: "Disabled", meaning: "Nothing is sent until it is resumed." },
  held: { word: "Held", meaning: "Its settings do not work; deliveries wait." },
  unread: { word: "Unread", meaning: "Its receiver does not read; deliveries wait for it." },
  gone: { word: "Gone", meaning: "Not in the config any more; deliveries wait for it." },
};

/** A command, because text that is pasted beside keys of the same name replaces them without a word. */
export const SAMPLE_CONFIG = `openclaw config set plugins.entries.event-webhooks.config.endpoints '[{
  "name": "main-webhook",
  "url": "https://example.com/openclaw/events",
  "events": ["message.*", "tool.*", "error.occurred"]
}]' --strict-json --expect-current-absent`;

export const OVERVIEW = {
  delivered: "Delivered",
  success: "Success rate",
  median: "Median response",
  p95: "95th percentile",
  waiting: "Waiting",
  dead: "Dead letters",
  oldest: (age: string): string => `oldest for ${age}`,
  lost: (count: string): string => `${count} in this time`,
  failed: (count: string): string => `${count} failed attempts`,
  perMinute: "Deliveries per minute",
  response: "Response time",
  endpoints: "Endpoints",
  range: "Time range",
  quiet: "Nothing was sent in this time.",
} as const;

export const ENDPOINTS = {
  success: "Success",
  p50: "p50",
  p95: "p95",
  waiting: "Waiting",
  inFlight: "In flight",
  pause: "Pause",
  resume: "Resume",
  test: "Send test",
  testing: "Sending…",
  pausing: "…",
  events: "Events",
  everyEvent: "every event",
  to: "To",
  filter: "Filter",
  body: "Body",
  signature: "Signature",
  testEvent: "Event of the test and of the preview",
  preview: "Preview",
  transformed: "transformed",
  signed: "signed",
  unsigned: "unsigned",
  probe: "Next probe",
  until: "Goes on",
  since: "Failing since",
  deliveries: "Deliveries",
  testDelivered: (status: string, took: string): string => `Delivered: ${status} in ${took}`,
  testFailed: (error: string): string => `Not delivered: ${error}`,
  testSlow: "Sent, no answer yet.",
} as const;

export const PREVIEW = {
  title: (event: string | undefined, endpoint: string): string =>
    `${event ?? WORDS.loading} to ${endpoint}`,
  sent: "A sample of this event would be sent.",
  notSent: "The settings do not let this sample through; it is shown all the same.",
  refuses: (clause: string, found: string): string => `${clause} says no: it found ${found}`,
  nothing: "nothing",
  headers: "Headers",
} as const;

export const ROUTES = {
  title: "Routes",
  route: "Route",
  state: "State",
  url: "URL for the sender",
  auth: "Who may call",
  agent: "Agent",
  last: "Last request",
  ok: "OK",
  held: "Held",
} as const;

export const VERDICT = { passed: "passed", failed: "failed" } as const;

export const REQUESTS = {
  list: "Inbound requests, newest first",
  noneYet: "No request yet",
  noneYetLong: "Requests to your routes stand here with the verdict of every step.",
  steps: "Steps",
  run: "Run",
  prompt: "Prompt",
  showPrompt: "Show prompt",
  reply: "Reply",
  showReply: "Show reply",
  fenced: "Written by the sender; the agent is told not to follow it",
  items: "Items",
  batch: "Batch",
  itemOf: (place: number, count: number) => `Item ${place} of ${count}, sent in`,
  itemGone: "No longer in the log",
  callback: "Callback",
  noCallback: "No endpoint listens to the end of this run.",
  replay: "Replay",
  dryRun: "Dry run",
  replayed: (status: RequestStatus): string =>
    `Replayed as a new request, ${REQUEST_STATUS[status].toLowerCase()}:`,
  wouldBe: (before: RequestStatus, now: RequestStatus): string =>
    `It was ${REQUEST_STATUS[before].toLowerCase()}; now it would be ${REQUEST_STATUS[now].toLowerCase()}.`,
  sameAsThen: "Nothing is different.",
  differs: (what: readonly string[]) => `Different: ${what.join(", ")}.`,
  wouldBeTold: "The agent would be told",
  filters: "Filter requests",
  status: "Status",
  everyStatus: "Every status",
  route: "Route",
  agent: "Agent",
  text: "Reason, id or peer",
  nothingFound: "No request fits",
  nothingFoundLong: "Widen the filter to see others.",
  more: "Older",
  columns: { time: "Time", status: "Status", route: "Route", answer: "Answer", reason: "Reason" },
} as const;
