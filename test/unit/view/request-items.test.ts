// What operators are shown of a request that held several items.
import { describe, expect, it } from "vitest";
import type { NewRequest } from "../../../src/engine/inbox/inbox.ts";
import { showRequest, type LogReader } from "../../../src/view/questions.ts";
import { requestId, sampleRequest } from "../../support/inbox-samples.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";

function batchOf(count: number): NewRequest {
  const items = Array.from({ length: count }, (_, index) => {
    const item = sampleRequest(index + 2);
    const batch = { of: requestId(1), index, count };
    return { ...item, ...(item.job && { job: { ...item.job, batch } }) };
  });
  const whole = sampleRequest(1, { items });
  const ids = [...items.map(({ id }) => id), requestId(99)];
  return { ...whole, ...(whole.job && { job: { ...whole.job, items: ids } }) };
}

describe("a request of several items", () => {
  it("is shown with how each stands, and with those that the log holds no more", async () => {
    const inbox = openMemoryInbox();
    await inbox.accept([batchOf(2)], 100);
    const log = inbox as unknown as LogReader;
    const detail = await showRequest(log, { id: requestId(1) });
    expect(detail?.items).toEqual([
      { id: requestId(2), status: "waiting" },
      { id: requestId(3), status: "waiting" },
      { id: requestId(99) },
    ]);
    expect((await showRequest(log, { id: requestId(3) }))?.batch).toEqual({
      of: requestId(1),
      index: 1,
      count: 2,
    });
  });
});
