import { describe, expect, it } from "vitest";
import { rawInbound } from "../../../src/host/inbound/door/raw-inbound.ts";

describe("what is known of inbound before anything is loaded", () => {
  it("is nothing without routes, or when it is switched off", () => {
    expect(rawInbound(undefined)).toBeUndefined();
    expect(rawInbound({ endpoints: [] })).toBeUndefined();
    expect(rawInbound({ inbound: { enabled: false, endpoints: { a: {} } } })).toBeUndefined();
  });

  it("is the base path, in every form of the config", () => {
    const endpoints = { deploy: { agentId: "a", template: "x" } };
    expect(rawInbound({ inbound: { endpoints } })).toEqual({ basePath: "/webhooks/inbound" });
    expect(rawInbound({ webhooks: { inbound: { endpoints, basePath: "/in" } } })).toEqual({
      basePath: "/in",
    });
    expect(rawInbound({ agents: { a: { inbound: { endpoints } } } })).toEqual({
      basePath: "/webhooks/inbound",
    });
  });
});
