// Which colour each state has; the word beside it says what it means.
import type { EndpointState, RequestRow, Status } from "../data/answers.ts";

export type Tone = "ok" | "idle" | "warn" | "bad" | "off";

export const TONES: Record<Status, Tone> = {
  delivered: "ok",
  pending: "idle",
  failed: "warn",
  dead: "bad",
};

export const STATE_TONES: Record<EndpointState, Tone> = {
  ok: "ok",
  failing: "bad",
  slowing: "warn",
  parked: "bad",
  blocked: "bad",
  paused: "warn",
  disabled: "off",
  held: "bad",
  gone: "off",
  unread: "bad",
};

export const REQUEST_TONES: Record<RequestRow["status"], Tone> = {
  rejected: "bad",
  failed: "bad",
  handshake: "idle",
  filtered: "idle",
  duplicate: "idle",
  merged: "idle",
  waiting: "warn",
  running: "warn",
  completed: "ok",
};
