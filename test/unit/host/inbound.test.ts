import { describe, expect, it } from "vitest";
import { compileRoute, type CompiledRoute } from "../../../src/inbound/compile-route.ts";
import { rawInbound } from "../../../src/host/inbound/raw-inbound.ts";
import { routeOfSessionKey, toolRulesOf } from "../../../src/host/inbound/tool-rules.ts";

function routeWith(rateLimit?: { requests: number; perMs: number }): CompiledRoute {
  const compilation = compileRoute({
    name: "deploy",
    agentId: "devops",
    template: "x",
    auth: { kind: "none" },
    session: { kind: "isolated" },
    mode: "agent",
    response: { mode: "accepted", status: 200, timeoutMs: 1 },
    maxBodyBytes: 1,
    timeoutMs: 1,
    rateLimit,
  });
  if (!compilation.ok) throw new Error("not compiled");
  return compilation.compiled;
}

describe("what is known of inbound before anything is loaded", () => {
  it("is nothing without routes, or when it is switched off", () => {
    expect(rawInbound(undefined)).toBeUndefined();
    expect(rawInbound({ endpoints: [] })).toBeUndefined();
    expect(rawInbound({ inbound: { enabled: false, endpoints: { a: {} } } })).toBeUndefined();
  });

  it("is the base path and whether tools are limited, in every form of the config", () => {
    const endpoints = { deploy: { agentId: "a", template: "x" } };
    const found = { basePath: "/webhooks/inbound", limitsTools: false };
    expect(rawInbound({ inbound: { endpoints } })).toEqual(found);
    expect(rawInbound({ webhooks: { inbound: { endpoints, basePath: "/in" } } })).toEqual({
      ...found,
      basePath: "/in",
    });
    const limited = { deploy: { tools: { deny: ["exec"] } } };
    expect(rawInbound({ agents: { a: { inbound: { endpoints: limited } } } })?.limitsTools).toBe(
      true,
    );
  });
});

describe("tool rules", () => {
  it("belong to the sessions of their route alone", () => {
    expect(routeOfSessionKey("agent:devops:webhook:deploy:req_1")).toBe("deploy");
    expect(routeOfSessionKey("agent:devops:webhook:deploy")).toBe("deploy");
    expect(routeOfSessionKey("agent:devops:main")).toBeUndefined();
    expect(routeOfSessionKey(undefined)).toBeUndefined();
    const { route } = routeWith();
    expect(toolRulesOf([route, { ...route, name: "b", tools: { deny: ["exec"] } }])).toEqual(
      new Map([["b", { deny: ["exec"] }]]),
    );
  });
});
