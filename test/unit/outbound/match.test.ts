import { describe, expect, it } from "vitest";
import { compileGlob } from "../../../src/language/glob.ts";
import { prepareEndpoint } from "../../../src/outbound/prepare.ts";
import type { Endpoint } from "../../../src/config/settings.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

function hears(changes: Partial<Endpoint>, ...columns: Parameters<typeof eventWith>): boolean {
  const result = prepareEndpoint(endpointWith(changes));
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.prepared.hears(eventWith(...columns));
}

describe("events", () => {
  it.each([
    [["message.sent"], "message.sent", true],
    [["message.sent"], "message.sent2", false],
    [["message.*"], "message.received", true],
    [["message.*"], "messages.received", false],
    [["message.*"], "message", false],
    [["tool.called", "session.*"], "session.ended", true],
    [["*"], "webhook.test", true],
    [[], "message.sent", false],
  ])("%j hears %s: %s", (events, type, expected) => {
    expect(hears({ events }, {}, { type })).toBe(expected);
  });
});

describe("filter", () => {
  it("lets through only the agents of the published sample", () => {
    const filter = { agentIds: ["customer-support", "hr-assistant"] };
    expect(hears({ filter }, {}, { agentId: "hr-assistant" })).toBe(true);
    expect(hears({ filter }, {}, { agentId: "hr" })).toBe(false);
  });

  it.each([
    ["agentIds", "agentId"],
    ["channels", "channel"],
    ["userIds", "userId"],
    ["sessionKeys", "sessionKey"],
  ])("%s is not met by an event without %s", (clause, column) => {
    expect(hears({ filter: { [clause]: ["x"] } }, {})).toBe(false);
    expect(hears({ filter: { [clause]: ["x"] } }, {}, { [column]: "x" })).toBe(true);
  });

  it("needs every clause that is present", () => {
    const filter = { agentIds: ["a"], channels: ["telegram"] };
    expect(hears({ filter }, {}, { agentId: "a", channel: "telegram" })).toBe(true);
    expect(hears({ filter }, {}, { agentId: "a", channel: "slack" })).toBe(false);
  });

  it("hears nothing when a list is empty", () => {
    expect(hears({ filter: { agentIds: [] } }, {}, { agentId: "a" })).toBe(false);
  });

  it("does not look into the JSON without `where`", () => {
    expect(hears({ filter: { agentIds: ["a"] } }, {}, { agentId: "a", json: "not JSON" })).toBe(
      true,
    );
  });

  it("does not look into the JSON of an event that the columns rule out", () => {
    const filter = { agentIds: ["a"], where: { type: "x" } };
    expect(hears({ filter }, {}, { agentId: "b", json: "not JSON" })).toBe(false);
  });

  it("looks into the JSON for `where`", () => {
    const filter = { where: { "data.tool.name": { in: ["exec"] } } };
    expect(hears({ filter }, { tool: { name: "exec" } })).toBe(true);
    expect(hears({ filter }, { tool: { name: "read" } })).toBe(false);
  });

  it("looks at what set the turn going for `triggers`", () => {
    const filter = { triggers: ["user", "inbound"] };
    expect(hears({ filter }, { trigger: "user" })).toBe(true);
    expect(hears({ filter }, { trigger: "heartbeat" })).toBe(false);
    expect(hears({ filter }, {})).toBe(false);
    expect(hears({ filter: { ...filter, where: { type: "x" } } }, { trigger: "user" })).toBe(false);
  });
});

describe("session key globs", () => {
  it.each([
    ["agent:main:*", "agent:main:telegram:1", true],
    ["agent:main:*", "agent:main:", true],
    ["agent:main:*", "xagent:main:a", false],
    ["*:telegram:*", "agent:main:telegram:1", true],
    ["agent:????:main", "agent:main:main", true],
    ["agent:???:main", "agent:main:main", false],
    ["agent:main", "agent:main", true],
    ["agent.main", "agentxmain", false],
    ["*a*b", "aab", true],
    ["*ab*ab", "abab ab", true],
    ["*", "", true],
    ["?", "", false],
  ])("%s over %s: %s", (glob, text, expected) => {
    expect(compileGlob(glob)(text)).toBe(expected);
  });

  it("answers for a glob that would make a backtracking matcher exponential", () => {
    expect(compileGlob("*a".repeat(50) + "b")("a".repeat(5000))).toBe(false);
  });
});
