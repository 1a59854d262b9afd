import { describe, expect, it } from "vitest";
import { ownListenersOf } from "../../../src/config/gateway/own-listeners.ts";

const portOf = (config: unknown, environment: Record<string, string> = {}): number | undefined =>
  ownListenersOf(config, environment)[0]?.port;

describe("the Gateway's own port", () => {
  const config = { gateway: { port: 20_001 } };

  it.each(["20002", " 20002 ", "127.0.0.1:20002", "[::1]:20002"])(
    "is the environment's, written as %j, whatever the config says",
    (written) => {
      expect(portOf(config, { OPENCLAW_GATEWAY_PORT: written })).toBe(20_002);
    },
  );

  it.each(["", "0", "70000", "http://x:20002", "::1", "20002x"])(
    "is the config's where the host passes the environment's %j over",
    (written) => {
      expect(portOf(config, { OPENCLAW_GATEWAY_PORT: written })).toBe(20_001);
    },
  );

  it("is the profile's own where nothing says more", () => {
    // Computed by `resolveGatewayPort` of OpenClaw 2026.9.6.
    expect(portOf({}, { OPENCLAW_PROFILE: "work" })).toBe(41_984);
  });

  it.each([undefined, {}, { gateway: {} }, { gateway: { port: 0 } }])(
    "is 18789 by %j and the default profile",
    (bare) => {
      expect(portOf(bare, { OPENCLAW_PROFILE: "default" })).toBe(18_789);
    },
  );
});
