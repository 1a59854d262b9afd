import { describe, expect, it } from "vitest";
import { createMemory, noteConversation } from "../../../src/event/memory.ts";
import type { Observation } from "../../../src/event/observation.ts";
import { createTranslator } from "../../../src/event/translator.ts";
import { attemptHeaders } from "../../../src/outbound/sign.ts";
import { endpointOf } from "../../support/engine-fixture.ts";

const context = { instanceId: "node-1", maxEventBytes: 100_000, newId: () => "evt_1" };
const SESSION = "agent:devops:webhook:deploy:req_1";

const CHILD = "agent:devops:subagent:1";
const started = (sessionKey: string): Observation => ({
  source: "hook",
  name: "session_start",
  at: 2_000,
  event: { sessionId: "s", sessionKey },
  context: {},
});
const spawned = (child: string, parent: string): Observation => ({
  source: "hook",
  name: "subagent_spawned",
  at: 1_500,
  event: { runId: "run-1", childSessionKey: child, agentId: "devops", mode: "run" },
  context: { runId: "run-1", childSessionKey: child, requesterSessionKey: parent },
});

describe("what happens in a session that a request started", () => {
  it.each([
    [SESSION, "2"],
    ["agent:devops:main", undefined],
  ])("says so when it is sent: %s", (sessionKey, hops) => {
    const memory = createMemory();
    noteConversation(memory, SESSION, 1_000, { hops: 2 });
    const [record] = createTranslator(memory, context).observe(started(sessionKey));
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

  it.each<[string, number | undefined, Observation[]]>([
    ["is counted on in a sub-agent's session", 2, [spawned(CHILD, SESSION)]],
    [
      "and in that of its sub-agent",
      2,
      [spawned("agent:a:b", SESSION), spawned(CHILD, "agent:a:b")],
    ],
    ["and is not counted down", 2, [spawned(CHILD, SESSION), spawned(CHILD, "agent:a:low")]],
    [
      "starts nowhere else",
      undefined,
      [spawned("agent:a:b", SESSION), spawned(CHILD, "agent:devops:main")],
    ],
  ])("%s", (_what, hops, observations) => {
    const memory = createMemory();
    noteConversation(memory, SESSION, 1_000, { hops: 2 });
    noteConversation(memory, "agent:a:low", 1_000, { hops: 1 });
    const translator = createTranslator(memory, context);
    for (const one of observations) expect(translator.observe(one)).toEqual([]);
    expect(translator.observe(started(CHILD)).map((record) => record.hops)).toEqual([hops]);
  });
});
