// The end of a request of several items: told once, after all of them, also by the process that comes after.
import { afterEach, describe, expect, it } from "vitest";
import { createSignals } from "../../../src/engine/signals.ts";
import type { EngineClient } from "../../../src/engine/thread/client.ts";
import type { Inbox, NewRequest } from "../../../src/engine/inbox/inbox.ts";
import {
  createRunner,
  type EndedRequest,
  type Runner,
} from "../../../src/host/inbound/run/runner.ts";
import type { Turn } from "../../../src/host/inbound/run/turn.ts";
import { completed, requestId, sampleRequest } from "../../support/inbox-samples.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";

const runners: Runner[] = [];
afterEach(() => {
  for (const runner of runners.splice(0)) runner.stop();
});

function batchOf(count: number): NewRequest {
  const at = { receivedAt: Date.now() };
  const items = Array.from({ length: count }, (_, index) => {
    const item = sampleRequest(index + 2, at);
    const batch = { of: requestId(1), index, count };
    return { ...item, ...(item.job && { job: { ...item.job, batch } }) };
  });
  const whole = sampleRequest(1, { ...at, items });
  const ids = items.map(({ id }) => id);
  return { ...whole, ...(whole.job && { job: { ...whole.job, items: ids } }) };
}

/** Starts a runner over an inbox. Resolves with what was told once the batch itself is. */
function toldOf(inbox: Inbox, turn: (id: string) => Promise<Turn>): Promise<EndedRequest[]> {
  const client = {
    signals: createSignals(),
    call: (name: string, args: unknown[]) =>
      (inbox[name as keyof Inbox] as (...all: unknown[]) => unknown)(...args),
  } as unknown as EngineClient;
  return new Promise((resolve) => {
    const told: EndedRequest[] = [];
    const runner = createRunner({
      client,
      concurrency: 2,
      turn: ({ request }) => turn(request.id),
      tell: async (request) => {
        told.push(request);
        if (request.id === requestId(1)) resolve(told);
      },
      log: (message) => expect(message).toBe(""),
    });
    runners.push(runner);
    runner.start();
  });
}

const idsOf = (told: readonly EndedRequest[]): string[] => told.map(({ id }) => id);

describe("a request of several items", () => {
  it("is told after all of them, with how each of them ended", async () => {
    const inbox = openMemoryInbox();
    await inbox.accept([batchOf(3)], 100);
    const told = await toldOf(inbox, async (id) => ({ ok: true, reply: `done ${id}` }));
    expect(new Set(idsOf(told.slice(0, 3)))).toEqual(new Set([2, 3, 4].map(requestId)));
    expect(told.slice(3)).toMatchObject([
      {
        id: requestId(1),
        status: "completed",
        reply: "3 of 3 items are done.",
        items: [2, 3, 4].map((number) => ({
          id: requestId(number),
          status: "completed",
          reply: `done ${requestId(number)}`,
        })),
      },
    ]);
  });

  it("fails when one of them does", async () => {
    const inbox = openMemoryInbox();
    await inbox.accept([batchOf(2)], 100);
    const told = await toldOf(inbox, async (id) =>
      id === requestId(2) ? { ok: false, error: "the model is down" } : { ok: true },
    );
    expect(told.at(-1)).toMatchObject({
      status: "failed",
      error: "1 of 2 items failed",
      items: [{ status: "failed", error: "the model is down" }, { status: "completed" }],
    });
  });

  it("is told by the next process when the last one stopped behind the end of its last item", async () => {
    const inbox = openMemoryInbox();
    await inbox.accept([batchOf(2)], 100);
    await inbox.claimRuns({ now: Date.now(), limit: 10, leaseMs: 60_000 });
    await inbox.settleRuns([completed(2), completed(3, { reply: "late" })], Date.now());
    const told = await toldOf(inbox, () => Promise.reject(new Error("nothing is left to run")));
    expect(told).toMatchObject([
      { id: requestId(1), items: [{ status: "completed" }, { reply: "late" }] },
    ]);
  });

  it("counts an item that was known already as ended", async () => {
    const inbox = openMemoryInbox();
    const { items = [], ...batch } = batchOf(2);
    const named = items.map((item) => ({ ...item, dedupeKeys: ["alert:1"] }));
    await inbox.accept([{ ...batch, items: named }], 100);
    const told = await toldOf(inbox, async () => ({ ok: true }));
    expect(told.at(-1)).toMatchObject({
      items: [{ status: "completed" }, { status: "duplicate" }],
    });
  });
});
