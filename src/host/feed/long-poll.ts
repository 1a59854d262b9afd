// One answer in JSON: what there is, or what comes within the time that the receiver waits for it.
import type { FeedAnswer, FeedRequest, ReadFeed } from "../../engine/feed/feed-answer.ts";
import type { Bell } from "./bell.ts";
import type { FeedQuery } from "./feed-query.ts";
import type { Reader } from "./readers.ts";

export async function longPoll(
  ports: { read: ReadFeed; bell: Bell },
  endpoint: string,
  { after, limit, waitMs }: FeedQuery,
  reader: Reader,
): Promise<FeedAnswer> {
  const until = performance.now() + waitMs;
  let request: FeedRequest = { endpoint, limit, ...(after !== undefined && { after }) };
  for (;;) {
    const rung = ports.bell.rung(endpoint);
    const answer = await ports.read(request);
    const leftMs = until - performance.now();
    const isAnswer = answer.kind !== "page" || answer.items.length > 0 || limit === 0;
    if (isAnswer || leftMs <= 0 || reader.hasEnded()) return answer;
    // What was left out, and not given, is passed over.
    request = { endpoint, limit, after: answer.cursor, goesOn: true };
    const withinMs = answer.done ? leftMs : 0;
    await ports.bell.wait(endpoint, { rung, withinMs, ended: reader.ended });
  }
}
