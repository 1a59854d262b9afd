// Routes, and what came in by them.
import type { RequestRow } from "../../../view/request.ts";
import { requestStatus } from "./states.ts";

type Status = RequestRow["status"];

export const routes = {
  title: "Routes",
  route: "Route",
  state: "State",
  url: "URL for the sender",
  auth: "Who may call",
  agent: "Agent",
  last: "Last request",
  ok: "OK",
  held: "Held",
};

export const requests = {
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
  itemOf: (place: string, count: string): string => `Item ${place} of ${count}, sent in`,
  itemGone: "No longer in the log",
  callback: "Callback",
  noCallback: "No endpoint listens to the end of this run.",
  replay: "Replay",
  dryRun: "Dry run",
  replayed: (status: Status): string =>
    `Replayed as a new request, ${requestStatus[status].toLowerCase()}:`,
  wouldBe: (before: Status, now: Status): string =>
    `It was ${requestStatus[before].toLowerCase()}; now it would be ${requestStatus[now].toLowerCase()}.`,
  sameAsThen: "Nothing is different.",
  differs: (what: readonly string[]): string => `Different: ${what.join(", ")}.`,
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
};
