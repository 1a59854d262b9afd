// The sample that `webhook.test` sends when the host gives none.
import type { IdSource } from "../ids.ts";
import type { EventRecord } from "../record.ts";

/** Whose session a sample is of, also one that names none: it is remembered with the event, and not sent. */
const SAMPLE_SESSION_KEY = "agent:sample-agent:sample";

export function asTest(sample: EventRecord): EventRecord {
  return { ...sample, sessionKey: SAMPLE_SESSION_KEY };
}

/** Whether an operator asked for it, to see what comes of it now. */
export function isTest({ type, sessionKey }: Pick<EventRecord, "type" | "sessionKey">): boolean {
  return type === "webhook.test" || sessionKey === SAMPLE_SESSION_KEY;
}

/** An envelope without user data. `now` in ms since the epoch. */
export function testEvent(ids: IdSource, now: number, instanceId: string): EventRecord {
  const id = ids.next("evt", now);
  const json = JSON.stringify({
    id,
    type: "webhook.test",
    timestamp: new Date(now).toISOString(),
    instanceId,
    data: { message: { role: "assistant", content: "This is a test of your webhook." } },
  });
  return { id, type: "webhook.test", at: now, json };
}
