import { describe, expect, it } from "vitest";
import { BoundedMap } from "../../../src/event/bounded-map.ts";
import {
  judgeTool,
  noteLimits,
  routeOfSessionKey,
} from "../../../src/host/inbound/run/tool-rules.ts";
import { processRelay, type Relay } from "../../../src/host/relay.ts";
import type { ToolLimits } from "../../../src/inbound/tools/tool-policy.ts";

const SESSION = "agent:devops:webhook:deploy";

/** A relay whose log knows these sessions. */
function relayWith(stored: Record<string, ToolLimits>): Relay {
  const call = async (_method: string, [key]: [string]): Promise<ToolLimits | undefined> =>
    stored[key];
  return {
    ...processRelay(),
    toolLimits: new BoundedMap(10, 1_000_000),
    running: { client: { call } } as unknown as Relay["running"],
  };
}

const ask = (relay: Relay, toolName: string, sessionKey?: string, runId?: string): unknown =>
  judgeTool({ toolName, sessionKey, runId }, relay);

describe("the gate of tools", () => {
  it("lets everything through that is no session of ours, at once", () => {
    const relay = relayWith({});
    expect(ask(relay, "exec", "agent:devops:main", "run-1")).toBeUndefined();
    expect(ask(relay, "exec", undefined, undefined)).toBeUndefined();
  });

  it("holds a run to what its own request was accepted with, whatever its session has become", () => {
    const relay = relayWith({});
    noteLimits(relay, { runId: "req_1", sessionKey: SESSION, limits: { allow: [] } });
    noteLimits(relay, { runId: "req_2", sessionKey: SESSION, limits: {} });
    expect(ask(relay, "exec", SESSION, "req_1")).toEqual({
      block: true,
      blockReason: "the tool exec may not be used here: its route does not allow it",
    });
    expect(ask(relay, "exec", SESSION, "req_2")).toBeUndefined();
    expect(ask(relay, "exec", SESSION, "a-run-of-the-host")).toBeUndefined();
  });

  it("asks the log for a session that memory does not know, once", async () => {
    const relay = relayWith({ [SESSION]: { deny: ["group:runtime"] } });
    const reason = "the tool exec may not be used here: its route does not allow it";
    expect(await ask(relay, "exec", SESSION)).toEqual({ block: true, blockReason: reason });
    expect(ask(relay, "read", SESSION)).toBeUndefined();
  });

  it("lets a session of ours whose limits nobody knows use nothing", async () => {
    const unknown = {
      block: true,
      blockReason:
        'the limits of this session of route "deploy" are not known, so it may use no tool; send a new request',
    };
    expect(await ask(relayWith({}), "read", SESSION)).toEqual(unknown);
    expect(await ask({ ...relayWith({}), running: undefined }, "read", SESSION)).toEqual(unknown);
  });

  it("knows the sessions of routes", () => {
    expect(routeOfSessionKey("agent:devops:webhook:deploy:req_1")).toBe("deploy");
    expect(routeOfSessionKey(SESSION)).toBe("deploy");
    expect(routeOfSessionKey("agent:devops:main")).toBeUndefined();
    expect(routeOfSessionKey(undefined)).toBeUndefined();
  });
});
