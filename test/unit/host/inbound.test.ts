import { describe, expect, it } from "vitest";
import { compileRoute, type CompiledRoute } from "../../../src/inbound/compile-route.ts";
import { rawInbound } from "../../../src/host/inbound/raw-inbound.ts";
import { createThrottle } from "../../../src/host/inbound/throttle.ts";

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

const guessable = { name: "deploy", auth: { kind: "bearer", tokens: [{ value: "t" }] } } as const;

describe("the throttle", () => {
  it("lets so many requests through in a window, and says when to come again", () => {
    const throttle = createThrottle();
    const route = routeWith({ requests: 2, perMs: 10_000 });
    expect([0, 1, 2].map((now) => throttle.refuse(route, "203.0.113.9", now))).toEqual([
      undefined,
      undefined,
      10,
    ]);
    expect(throttle.refuse(route, "203.0.113.9", 10_001)).toBeUndefined();
  });

  it("locks an address out of a route after twenty failed proofs, and nobody else", () => {
    const throttle = createThrottle();
    const route = routeWith();
    for (let index = 0; index < 19; index += 1) throttle.failed(guessable, "203.0.113.9", index);
    expect(throttle.refuse(route, "203.0.113.9", 20)).toBeUndefined();
    throttle.failed(guessable, "203.0.113.9", 20);
    expect(throttle.refuse(route, "203.0.113.9", 21)).toBe(60);
    expect(throttle.refuse(route, "203.0.113.10", 21)).toBeUndefined();
    expect(throttle.refuse(route, "203.0.113.9", 60_021)).toBeUndefined();
  });

  it("forgets failures after a proof that holds", () => {
    const throttle = createThrottle();
    for (let index = 0; index < 20; index += 1) throttle.failed(guessable, "203.0.113.9", index);
    throttle.succeeded(guessable, "203.0.113.9");
    expect(throttle.refuse(routeWith(), "203.0.113.9", 21)).toBeUndefined();
  });

  it("does not let wrong signatures keep right ones out: behind a proxy they have one address", () => {
    const throttle = createThrottle();
    const { route } = routeWith();
    for (let index = 0; index < 100; index += 1) throttle.failed(route, "127.0.0.1", index);
    expect(throttle.refuse(routeWith(), "127.0.0.1", 100)).toBeUndefined();
  });
});

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
