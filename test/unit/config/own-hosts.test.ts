import { describe, expect, it } from "vitest";
import { ownHostsOf } from "../../../src/config/gateway/own-hosts.ts";
import { resolveSettings } from "../../../src/config/resolve.ts";
import { context } from "./fixtures.ts";

describe("the Gateway's own names", () => {
  it("are those of its Control UI's origins, and nothing that is no name", () => {
    const allowedOrigins = ["https://Gate.lan.:8443", "http://[fd00::7]", "*", "nonsense", 7];
    expect(ownHostsOf({ gateway: { controlUi: { allowedOrigins } } })).toEqual([
      "gate.lan",
      "[fd00::7]",
    ]);
  });

  it.each([undefined, {}, { gateway: { controlUi: { allowedOrigins: "x" } } }])(
    "are none by %j",
    (config) => {
      expect(ownHostsOf(config)).toEqual([]);
    },
  );

  it("go with the routes that have no auth, after those of inbound.hosts", () => {
    const route = { agentId: "main", template: "x" };
    const bearer = { type: "bearer", token: "a-token-of-16-bytes" };
    const inbound = {
      hosts: ["Hooks.Example.com."],
      endpoints: {
        here: route,
        open: { ...route, auth: "none" },
        shut: { ...route, auth: bearer },
      },
    };
    const read = resolveSettings({ inbound }, { ...context, ownHosts: ["gate.lan"] });
    if (!read.ok) throw new Error("the settings cannot be read");
    const hosts = ["hooks.example.com", "gate.lan"];
    expect(read.settings.problems).toEqual([]);
    expect(read.settings.inbound.routes.map(({ auth }) => auth)).toEqual([
      { kind: "loopback", hosts },
      { kind: "none", hosts },
      { kind: "bearer", secrets: [{ value: "a-token-of-16-bytes" }] },
    ]);
  });

  it.each(["https://gate.lan", "gate.lan:443", "*.lan", ""])("cannot be %j", (host) => {
    const read = resolveSettings({ inbound: { hosts: [host] } }, context);
    expect(read.ok && read.settings.problems.map(({ path }) => path)).toEqual(["inbound.hosts[0]"]);
  });
});
