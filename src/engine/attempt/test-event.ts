// The sample that `webhook.test` sends when the host gives none.
import type { IdSource } from "../ids.ts";
import type { EventRecord } from "../record.ts";

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
