// The states that deliveries, requests and endpoints are in.
import type { DeliveryRow } from "../../../view/delivery.ts";
import type { EndpointRow } from "../../../view/endpoint.ts";
import type { RequestRow } from "../../../view/request.ts";

export const status: Record<DeliveryRow["status"], string> = {
  pending: "Pending",
  delivered: "Delivered",
  failed: "Retrying",
  dead: "Dead",
};

export const requestStatus: Record<RequestRow["status"], string> = {
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

export const ranges = {
  hour: "Last hour",
  day: "Last day",
  week: "Last week",
};

/** What each state means, where the Gateway gives no reason of its own. */
export const states: Record<EndpointRow["state"], { word: string; meaning: string }> = {
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

export const verdict = { passed: "passed", failed: "failed" };
