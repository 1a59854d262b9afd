// A log in a file tells nothing of another Gateway's attempts, and what waits in it all the same.
import { expect, it } from "vitest";
import type { LogReader } from "../../../src/view/questions.ts";
import { ofOneGateway } from "../../../src/view/one-gateway.ts";
import { readStats } from "../../../src/view/stats.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";
import { openMemoryStore } from "../../support/memory-store.ts";
import { arrivals, delivered, group, noon } from "../../support/store-samples.ts";

it("counts its own Gateway's attempts and none of another one", async () => {
  const store = openMemoryStore();
  await store.commit(arrivals([1, 2]));
  await store.commit(group({ settlements: [delivered(1)] }));
  const log: LogReader = ofOneGateway({ ...store, ...openMemoryInbox() }, "node-1");
  const told = async (instanceId?: string) => {
    const params = instanceId === undefined ? {} : { instanceId };
    const { total, backlog, endpoints, points } = await readStats(log, params, noon + 60_000);
    const inPoints = points.reduce((sum, point) => sum + point.delivered, 0);
    return [total.delivered, inPoints, backlog.waiting, endpoints[0]?.delivered];
  };
  expect(await told()).toEqual([1, 1, 1, 1]);
  expect(await told("node-1")).toEqual([1, 1, 1, 1]);
  expect(await told("node-2")).toEqual([0, 0, 1, 0]);
});
