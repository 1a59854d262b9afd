// The inbox as the Gateway's thread uses it: through the client, in the engine's own thread.
import { once } from "node:events";
import { fork } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { completed, requestId, sampleRequest } from "../support/inbox-samples.ts";
import { createEngineRoom } from "../support/running-engine.ts";
import { noon } from "../support/store-samples.ts";

const room = createEngineRoom();
afterEach(() => room.clean());

const claim = { now: noon, limit: 10, leaseMs: 60_000 };

describe("the inbox in the engine's thread", () => {
  it("accepts many callers at once, and gives each one its answer", async () => {
    const { client } = room.start([]);
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        client.call("accept", [[sampleRequest(index + 1, { dedupeKeys: [`${index >> 1}`] })], 500]),
      ),
    );
    const expected = Array.from({ length: 300 }, (_, index) =>
      index % 2 === 0
        ? [{ kind: "stored" }]
        : [{ kind: "duplicate", of: requestId(index), status: "waiting" }],
    );
    expect(answers).toEqual(expected);
    expect(await client.call("nextRunDue", [])).toBe(noon);
  });

  it("takes a request from its arrival to its end", async () => {
    const { client } = room.start([]);
    await client.call("accept", [[sampleRequest(1)], 10]);
    expect(await client.call("claimRuns", [claim])).toMatchObject([
      { request: { id: requestId(1), job: { prompt: "Alert 1" } }, restarted: false },
    ]);
    await client.call("noteRun", [requestId(1), "run-1", 0]);
    await client.call("settleRuns", [[completed(1, { reply: "Done" })], noon + 1]);
    expect(await client.call("findRequest", [requestId(1)])).toMatchObject({
      status: "completed",
      runId: "run-1",
      reply: "Done",
    });
    expect(await client.call("listRequests", [{ limit: 5 }])).toHaveLength(1);
    expect(await client.call("nextRunDue", [])).toBeUndefined();
  });

  it("takes nothing away from runs when only the thread starts again", async () => {
    const first = room.start([]);
    await first.client.call("accept", [[sampleRequest(1)], 10]);
    await first.client.call("claimRuns", [claim]);
    await first.client.stop(2000);
    const second = room.start([], { path: first.path });
    await second.client.configured();
    expect(await second.client.call("claimRuns", [claim])).toEqual([]);
    expect(await second.client.call("releaseRuns", [noon])).toBe(1);
    expect(await second.client.call("claimRuns", [claim])).toMatchObject([{ restarted: true }]);
  });

  it("answers what it was given before it stops", async () => {
    const first = room.start([]);
    await first.client.configured();
    const answers = Promise.all(
      [1, 2, 3].map((number) => first.client.call("accept", [[sampleRequest(number)], 10])),
    );
    await first.client.stop(3000);
    expect(await answers).toEqual([1, 2, 3].map(() => [{ kind: "stored" }]));
    const second = room.start([], { path: first.path });
    expect(await second.client.call("listRequests", [{ limit: 5 }])).toHaveLength(3);
  });

  it("loses nothing that it acknowledged when the whole process is killed", async () => {
    const { client, path } = room.start([]);
    await client.stop(2000);
    const script = new URL("../support/killed-inbox.ts", import.meta.url);
    const child = fork(script, [path, "200"], { execArgv: [] });
    const [acknowledged] = (await once(child, "message")) as [string[]];
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    const again = room.start([], { path });
    const rows = await again.client.call("listRequests", [{ limit: 10_000 }]);
    const durable = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !durable.has(id))).toEqual([]);
  });
});
