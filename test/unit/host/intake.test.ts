import { describe, expect, it } from "vitest";
import type { Acceptance, NewRequest } from "../../../src/engine/inbox/inbox.ts";
import type { EngineClient } from "../../../src/engine/thread/client.ts";
import { createIntake } from "../../../src/host/inbound/door/intake.ts";
import { sampleRequest } from "../../support/inbox-samples.ts";

type Call = EngineClient["call"];

function engine(answer: (requests: readonly NewRequest[]) => Promise<Acceptance[]>): {
  client: { call: Call };
  messages: string[][];
} {
  const messages: string[][] = [];
  const call = (_: string, [requests]: [readonly NewRequest[]]): Promise<Acceptance[]> => {
    messages.push(requests.map(({ id }) => id));
    return answer(requests);
  };
  return { client: { call: call as unknown as Call }, messages };
}

describe("the intake", () => {
  it("sends what comes in one turn as one message, and answers each with its own", async () => {
    const { client, messages } = engine(async (requests) =>
      requests.map(({ id }) => ({ kind: "duplicate", of: `of ${id}`, status: "waiting" })),
    );
    const intake = createIntake(client, 10);
    const requests = [1, 2, 3].map((number) => sampleRequest(number));
    const answers = await Promise.all(requests.map(intake));
    expect(messages).toEqual([requests.map(({ id }) => id)]);
    expect(answers).toEqual(
      requests.map(({ id }) => ({ kind: "duplicate", of: `of ${id}`, status: "waiting" })),
    );
    await intake(sampleRequest(4));
    expect(messages).toHaveLength(2);
  });

  it("refuses every request of a message that could not be stored, and goes on with the next", async () => {
    let broken = true;
    const { client } = engine((requests) =>
      broken
        ? Promise.reject(new Error("no room on the disk"))
        : Promise.resolve(requests.map(() => ({ kind: "stored" }))),
    );
    const intake = createIntake(client, 10);
    const refused = await Promise.allSettled([1, 2].map((n) => intake(sampleRequest(n))));
    expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    broken = false;
    await expect(intake(sampleRequest(3))).resolves.toEqual({ kind: "stored" });
  });
});
