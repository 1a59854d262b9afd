import { describe, expect, it } from "vitest";
import { senderOf } from "../../../src/host/inbound/door/sender.ts";

const sender = (
  peer: string,
  headers: Record<string, string> = {},
  trustedProxies?: string[],
): unknown => senderOf({ peer, headers }, { trustedProxies });

describe("a sender", () => {
  it.each([
    ["comes from elsewhere", "203.0.113.9", {}, undefined, "203.0.113.9", false],
    ["comes from elsewhere, as IPv6 writes it", "::ffff:203.0.113.9", {}, [], "203.0.113.9", false],
    ["is on this machine, or a proxy there", "127.0.0.1", {}, undefined, "127.0.0.1", true],
    ["is on this machine by IPv6", "::1", {}, undefined, "0:0:0:0::/64", true],
    ["is a proxy that nobody configured", "172.17.0.1", { via: "1.1 x" }, [], "172.17.0.1", true],
    [
      "stands behind a proxy that was configured",
      "127.0.0.1",
      { "x-forwarded-for": "198.51.100.7, 203.0.113.9" },
      ["127.0.0.1"],
      "203.0.113.9",
      false,
    ],
    ["is not named by the proxy", "127.0.0.1", {}, ["127.0.0.1"], "127.0.0.1", true],
    [
      "claims to stand behind a proxy that is none",
      "198.51.100.7",
      { "x-forwarded-for": "203.0.113.9" },
      ["127.0.0.1"],
      "198.51.100.7",
      true,
    ],
    ["has a whole network of IPv6", "2001:db8:0:7:1::9", {}, [], "2001:db8:0:7::/64", false],
    ["has it whatever it is written as", "2001:db8::7:0:0:0:9", {}, [], "2001:db8:0:7::/64", false],
  ])("that %s", (_, peer, headers, trustedProxies, key, shared) => {
    expect(sender(peer, headers as Record<string, string>, trustedProxies)).toEqual({
      key,
      shared,
    });
  });
});
