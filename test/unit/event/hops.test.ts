import { describe, expect, it } from "vitest";
import { createMemory, noteConversation } from "../../../src/event/memory.ts";
import { createTranslator } from "../../../src/event/translator.ts";
import { attemptHeaders } from "../../../src/outbound/sign.ts";
import { endpointOf } from "../../support/engine-fixture.ts";

const SESSION = "agent:devops:webhook:deploy:req_1";

describe("what happens in a session that a request started", () => {
  it.each([
    [SESSION, "2"],
    ["agent:devops:main", undefined],
  ])("says so when it is sent: %s", (sessionKey, hops) => {
    const memory = createMemory();
    noteConversation(memory, SESSION, 1_000, { hops: 2 });
    const context = { instanceId: "node-1", maxEventBytes: 100_000, newId: () => "evt_1" };
    const event = { sessionId: "s", sessionKey };
    const started = {
      source: "hook",
      name: "session_start",
      at: 2_000,
      event,
      context: {},
    } as const;
    const [record] = createTranslator(memory, context).observe(started);
    if (record === undefined) throw new Error("nothing was told");
    const headers = attemptHeaders({
      endpoint: endpointOf(),
      event: record,
      deliveryId: "dlv_1",
      attempt: 1,
      atSeconds: 2,
      body: record.json,
      userAgent: "test",
    });
    expect(headers["X-OpenClaw-Hops"]).toBe(hops);
  });
});
