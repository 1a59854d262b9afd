// Settings that are wrong everywhere, in the genuine Gateway: it starts, the plugin loads, and what is sound works.
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createStage, type Stage } from "../../support/stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await createStage(inject("tarball"));
  await stage.configure({
    nonsense: true,
    log: { maxRows: 10 },
    inbound: { basePath: "hooks-in", endpoints: { deploy: { agentId: "main", template: "x" } } },
    endpoints: {
      "main-webhook": stage.endpoint(),
      "no-url": { timeout: 5 },
      "wrong-filter": stage.endpoint({ name: "wrong-filter", filter: { agentIds: "main" } }),
    },
  });
  await stage.host.start();
});
afterAll(() => stage.dispose());

it("deliver through what is sound, and hold and name the rest", async () => {
  expect(await stage.host.run(["webhook", "test", "main-webhook"])).toMatchObject({ code: 0 });
  await stage.receiver.until((all) => all.some(({ event }) => event.type === "webhook.test"));
  const { stdout } = await stage.host.run(["webhook", "endpoints", "--json"]);
  const states = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { endpoint: string; state: string })
    .map(({ endpoint, state }) => [endpoint, state]);
  expect(Object.fromEntries(states)).toEqual({
    "main-webhook": "ok",
    "no-url": "held",
    "wrong-filter": "held",
  });
});
