import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

let stage: Stage;
let gateway: Gateway;
const MARKS = ["mark-a", "mark-b", "mark-c", "mark-d", "mark-e", "mark-f"];

const configure = (timeoutMs: number): Promise<void> =>
  stage.configure({
    endpoints: [stage.endpoint({ events: ["inbound.*"], timeoutMs })],
    inbound: {
      concurrency: MARKS.length,
      endpoints: { deploy: { agentId: "alert-handler", template: "deploy {{body.mark}}" } },
    },
  });

beforeAll(async () => {
  stage = await createStage(inject("tarball"));
  await configure(5000);
  gateway = await stage.host.start();
});
afterAll(() => stage.dispose());

it("runs that go on while the plugin is replaced are begun once, and each ends once", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  stage.model.delay(held);
  const url = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/deploy`;
  const headers = { "content-type": "application/json" };
  const ids = await Promise.all(
    MARKS.map(async (mark) => {
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ mark }) });
      return ((await answer.json()) as { id: string }).id;
    }),
  );
  // One has begun; the others are on their way there.
  await stage.model.asked(1);
  await configure(6000);
  await gateway.logged("config hot reload applied");
  release();
  const ends = (id: string): string[] => {
    const told = stage.receiver.received.filter(
      ({ event }) => (event.data["request"] as { id: string }).id === id,
    );
    return [...new Map(told.map(({ event }) => [event.id, event.type])).values()];
  };
  await stage.receiver.until(() => ids.every((id) => ends(id).length > 0), 120_000);
  expect(ids.map(ends)).toEqual(ids.map(() => ["inbound.completed"]));
  const asked = stage.model.requests.map(({ messages }) => JSON.stringify(messages));
  expect(MARKS.map((mark) => asked.filter((text) => text.includes(mark)).length)).toEqual(
    MARKS.map(() => 1),
  );
});
