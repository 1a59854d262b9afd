// One sample of each event: the first that was recorded from the genuine Gateway, and of what was not
// recorded the one that `openclaw webhook test --event` sends.
import { readFileSync } from "node:fs";
import { sampleDraft } from "../../src/event/sample.ts";
import type { EventType } from "../../src/generated/event-types.ts";

export interface Sample {
  event: { id: string; type: string; timestamp: string; instanceId: string; data: object };
  /** The recording it is from. */
  recorded?: string;
}

/** Looked through in this order. */
const RECORDINGS = [
  "telegram-reply",
  "telegram-tool",
  "telegram-new-session",
  "telegram-model-error",
] as const;

/** The id of every sample; recordings are kept without theirs. */
const ID = "evt_019cebd8a3f07c2e9a31d64f0b7e55aa";
const AT = Date.UTC(2026, 2, 14, 10, 30);

const recordings = RECORDINGS.map((name) => {
  const path = new URL(`../../fixtures/events/${name}.json`, import.meta.url);
  return { name, events: JSON.parse(readFileSync(path, "utf8")) as Sample["event"][] };
});

export function sampleOf(type: EventType): Sample {
  for (const { name, events } of recordings) {
    const event = events.find((each) => each.type === type);
    if (event !== undefined) return { event: { ...event, id: ID }, recorded: name };
  }
  const { subject, data } = sampleDraft(type, AT);
  const timestamp = new Date(AT).toISOString();
  return {
    event: { id: ID, type, timestamp, instanceId: "node-1", data: { ...subject, ...data } },
  };
}
