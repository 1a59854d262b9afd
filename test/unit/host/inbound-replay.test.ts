import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import { systemClock } from "../../../src/engine/clock.ts";
import { createIdSource } from "../../../src/engine/ids.ts";
import { createReplayRequest } from "../../../src/host/inbound/replay.ts";
import { createDivision } from "../../../src/inbound/thread/division.ts";
import { compileRoute } from "../../../src/inbound/decision/compile-route.ts";
import { requestId, sampleRequest } from "../../support/inbox-samples.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";

const route: Route = {
  name: "alert",
  agentId: "main",
  template: "Number {{body.n}}",
  auth: { kind: "none" },
  session: { kind: "isolated" },
  mode: "agent",
  response: { mode: "accepted", status: 200, timeoutMs: 1000 },
  maxBodyBytes: 1000,
  timeoutMs: 1000,
};

function stage(
  changes: {
    routes?: readonly Partial<Route>[];
    held?: readonly string[];
    maxWaiting?: number;
  } = {},
): {
  inbox: ReturnType<typeof openMemoryInbox>;
  replay: ReturnType<typeof createReplayRequest>;
  woken: () => number;
} {
  const { routes = [{}], held = [], maxWaiting = 10 } = changes;
  const inbox = openMemoryInbox();
  let woken = 0;
  const compiled = routes.map((each) => {
    const result = compileRoute({ ...route, ...each });
    if (!result.ok) throw new Error(result.problems.join());
    return [result.compiled.route.name, result.compiled] as const;
  });
  const call = (method: "accept", args: Parameters<typeof inbox.accept>): unknown =>
    inbox[method](...args);
  const replay = createReplayRequest({
    client: { call: call as never },
    ids: createIdSource(),
    routes: new Map(compiled),
    held: new Set(held),
    maxWaiting,
    division: createDivision({
      decider: { ask: () => Promise.resolve({ kind: "full" }), waiting: () => 0 },
      wrap: (content) => content,
      clock: systemClock,
    }),
    accepted: () => {
      woken += 1;
    },
  });
  return { inbox, replay, woken: () => woken };
}

describe("the replay of a request", () => {
  it("stores a new one that waits for its run, although its names are known", async () => {
    const { inbox, replay, woken } = stage();
    await inbox.accept([sampleRequest(1)], 10);
    const done = await replay(requestId(1), false);
    expect(done).toMatchObject({ replayed: true, replayOf: requestId(1), status: "waiting" });
    expect(woken()).toBe(1);
    const rows = await inbox.listRequests({ limit: 10 });
    expect(rows).toMatchObject([
      { replayOf: requestId(1), status: "waiting" },
      { id: requestId(1) },
    ]);
    expect((await inbox.claimRuns({ now: Date.now(), limit: 9, leaseMs: 1 })).at(-1)).toMatchObject(
      {
        request: { job: { prompt: "Number 1" } },
      },
    );
  });

  it("in a dry run stores and starts nothing", async () => {
    const { inbox, replay, woken } = stage();
    await inbox.accept([sampleRequest(1)], 10);
    expect(await replay(requestId(1), true)).toMatchObject({
      replayed: false,
      before: { prompt: { text: "Alert 1" } },
      now: { prompt: { text: "Number 1" } },
      differs: expect.arrayContaining(["prompt"]),
    });
    expect(await inbox.listRequests({ limit: 10 })).toHaveLength(1);
    expect(woken()).toBe(0);
  });

  it("is kept when the settings of now refuse it, and wakes nobody", async () => {
    const { inbox, replay, woken } = stage({ routes: [{ where: { "body.n": 2 } }] });
    await inbox.accept([sampleRequest(1)], 10);
    expect(await replay(requestId(1), false)).toMatchObject({ replayed: true, status: "filtered" });
    expect(await inbox.listRequests({ limit: 1 })).toMatchObject([{ status: "filtered" }]);
    expect(woken()).toBe(0);
  });

  it.each([
    ["the route is gone", { routes: [] }, /not configured any more/],
    ["the route is held", { routes: [], held: ["alert"] }, /log says why/],
    ["too many wait", { maxWaiting: 1 }, /1 requests of this route wait/],
  ])("says why it is none when %s", async (_, changes, reason) => {
    const { inbox, replay, woken } = stage(changes);
    await inbox.accept([sampleRequest(1)], 10);
    expect(await replay(requestId(1), false)).toEqual({
      replayed: false,
      replayOf: requestId(1),
      reason: expect.stringMatching(reason),
    });
    expect(woken()).toBe(0);
  });

  it("of a request that the log does not hold is nothing", async () => {
    expect(await stage().replay(requestId(9), false)).toBeUndefined();
  });
});
