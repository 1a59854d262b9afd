import { describe, expect, it } from "vitest";
import type { Acceptance, NewRequest } from "../../../src/engine/inbox/inbox.ts";
import { createReception, type Reception } from "../../../src/engine/inbox/reception.ts";
import { joiningRequest, requestId, sampleRequest } from "../../support/inbox-samples.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";

interface Group {
  ids: string[];
  maxWaiting: number;
  /** Lets the commit end. */
  commit: (error?: Error) => void;
}

/** A reception whose commits end when the test says so. */
function createScene() {
  const inbox = openMemoryInbox();
  const groups: Group[] = [];
  const clock = createManualClock();
  const trouble: string[] = [];
  const reception: Reception = createReception({
    clock,
    seal: { close: (text) => `sealed ${text.length}` },
    maxRejectedBytes: () => Infinity,
    trouble: {
      failed: (error) => trouble.push(String(error)),
      worked: () => trouble.push("worked"),
      message: () => undefined,
    },
    inbox: {
      accept: (requests, maxWaiting) =>
        new Promise((resolve, reject) => {
          const commit = (error?: Error): void =>
            error === undefined ? resolve(inbox.accept(requests, maxWaiting)) : reject(error);
          groups.push({ ids: requests.map(({ id }) => id), maxWaiting, commit });
        }),
    },
  });
  const accept = (number: number, maxWaiting = 100): Promise<Acceptance[]> =>
    reception.accept([sampleRequest(number)], maxWaiting);
  return { groups, clock, trouble, reception, accept };
}

describe("reception", () => {
  it("commits at once what came in the same turn, and in one group what came during a commit", async () => {
    const { groups, clock, accept } = createScene();
    const answers = [accept(1), accept(2)];
    await clock.settle();
    expect(groups.map(({ ids }) => ids)).toEqual([[1, 2].map(requestId)]);
    answers.push(accept(3), accept(4), accept(5));
    await clock.settle();
    expect(groups).toHaveLength(1);
    groups[0]?.commit();
    await clock.settle();
    expect(groups[1]?.ids).toEqual([3, 4, 5].map(requestId));
    groups[1]?.commit();
    expect(await Promise.all(answers)).toEqual(answers.map(() => [{ kind: "stored" }]));
  });

  it("gives each call the answers to its own requests", async () => {
    const { groups, clock, reception, accept } = createScene();
    const first = reception.accept([sampleRequest(1), joiningRequest(2)], 100);
    const none = reception.accept([], 100);
    const second = reception.accept([sampleRequest(3, { dedupeKeys: ["body:1"] })], 100);
    const third = accept(4);
    await clock.settle();
    groups[0]?.commit();
    expect(await first).toEqual([{ kind: "stored" }, { kind: "stored" }]);
    expect(await none).toEqual([]);
    expect(await second).toEqual([{ kind: "duplicate", of: requestId(1), status: "waiting" }]);
    expect(await third).toEqual([{ kind: "stored" }]);
  });

  it("mixes no two bounds of the waiting line and keeps the order of arrival", async () => {
    const { groups, clock, accept } = createScene();
    const answers = [accept(1, 5), accept(2, 5), accept(3, 7), accept(4, 5)];
    for (let index = 0; index < 3; index += 1) {
      await clock.settle();
      groups[index]?.commit();
    }
    await Promise.all(answers);
    expect(groups.map(({ ids, maxWaiting }) => [maxWaiting, ...ids])).toEqual([
      [5, requestId(1), requestId(2)],
      [7, requestId(3)],
      [5, requestId(4)],
    ]);
  });

  it("keeps a group short, and a call whole", async () => {
    const { groups, clock, reception, accept } = createScene();
    const many: NewRequest[] = Array.from({ length: 300 }, (_, index) => sampleRequest(index + 10));
    const answers = [accept(1), reception.accept(many, 1000), accept(2, 1000), accept(3, 1000)];
    for (let index = 0; index < 3; index += 1) {
      await clock.settle();
      groups[index]?.commit();
    }
    await Promise.all(answers);
    expect(groups.map(({ ids }) => ids.length)).toEqual([1, 300, 2]);
  });

  it("tells every caller of a group that failed, reports it, and takes what comes next", async () => {
    const { groups, clock, trouble, accept } = createScene();
    const failing = [accept(1), accept(2)].map((answer) => answer.catch(String));
    await clock.settle();
    const next = accept(3);
    groups[0]?.commit(new Error("disk full"));
    expect(await Promise.all(failing)).toEqual(Array(2).fill("Error: disk full"));
    await clock.settle();
    groups[1]?.commit();
    expect(await next).toEqual([{ kind: "stored" }]);
    expect(trouble).toEqual(["Error: disk full", "worked"]);
  });

  it("is drained when all it was given is answered", async () => {
    const { groups, clock, reception, accept } = createScene();
    await reception.drained();
    const order: string[] = [];
    void accept(1).then(() => order.push("answered"));
    const drained = reception.drained().then(() => order.push("drained"));
    await clock.settle();
    expect(order).toEqual([]);
    groups[0]?.commit();
    await drained;
    expect(order).toEqual(["answered", "drained"]);
  });
});
