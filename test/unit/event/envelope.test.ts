import { describe, expect, it } from "vitest";
import type { Draft } from "../../../src/event/draft.ts";
import { toRecord } from "../../../src/event/envelope.ts";

const context = { instanceId: "node-1", maxEventBytes: 20_000, newId: () => "evt_1" };

function record(data: Record<string, unknown>): { json: string; data: Record<string, unknown> } {
  const draft = {
    type: "tool.called",
    at: Date.UTC(2026, 2, 14, 10, 30),
    subject: { agentId: "my-agent", sessionKey: "agent:my-agent:main", userId: undefined },
    data,
  };
  const { json } = toRecord(draft as unknown as Draft, context);
  return { json, data: (JSON.parse(json) as { data: Record<string, unknown> }).data };
}

describe("the envelope", () => {
  it("has the fields of the contract, in its order, and no empty ones", () => {
    const { json } = record({ tool: { name: "exec", callId: "1", params: {} } });
    expect(json).toBe(
      '{"id":"evt_1","type":"tool.called","timestamp":"2026-03-14T10:30:00.000Z","instanceId":"node-1",' +
        '"data":{"agentId":"my-agent","sessionKey":"agent:my-agent:main","tool":{"name":"exec","callId":"1","params":{}}}}',
    );
  });

  it("survives what JSON has no words for", () => {
    const circular: Record<string, unknown> = { big: 12345678901234567890n };
    circular["self"] = circular;
    Object.defineProperty(circular, "trap", {
      enumerable: true,
      get() {
        throw new Error("no");
      },
    });
    const { data } = record({ tool: circular });
    expect(data["tool"]).toEqual({
      big: "12345678901234567890",
      self: "[circular]",
      trap: "[not serialisable]",
    });
  });

  it("tells the same object twice when it is no circle", () => {
    const twin = { a: 1n };
    expect(record({ tool: { left: twin, right: twin } }).data["tool"]).toEqual({
      left: { a: "1" },
      right: { a: "1" },
    });
  });

  it("keeps NUL, right-to-left and lone surrogates readable for every JSON parser", () => {
    const content = "\u0000 \u202Eabc \uD83D end";
    const { json, data } = record({ message: { content } });
    expect(data["message"]).toEqual({ content });
    expect(Buffer.from(json).toString()).toBe(json);
  });

  it("cuts the longest text of a message of 5 MB, and names it", () => {
    const content = "🦞".repeat(1_310_720);
    const { json, data } = record({ message: { role: "user", content } });
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(context.maxEventBytes);
    expect(data["truncated"]).toEqual(["message.content"]);
    expect((data["message"] as { content: string }).content).toMatch(
      /^🦞{100,}… \[cut: 2621440 characters in all\]$/u,
    );
    expect(data["agentId"]).toBe("my-agent");
  });

  it("drops nested values when their number makes the event too long", () => {
    const params = { rows: Array.from({ length: 50_000 }, (_, index) => index) };
    const { json, data } = record({ tool: { name: "sql", callId: "1", params } });
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(context.maxEventBytes);
    expect(data["tool"]).toMatchObject({
      name: "sql",
      params: expect.stringMatching(/^\[left out: /),
    });
  });
});
