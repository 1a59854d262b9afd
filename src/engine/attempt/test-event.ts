// The sample that `webhook.test` sends when the host gives none.
import type { IdSource } from "../ids.ts";
import type { EventRecord } from "../record.ts";

/** Of the samples that a host makes up, for all but those about endpoints. */
export const SAMPLE_SESSION_KEY = "agent:sample-agent:sample";

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
