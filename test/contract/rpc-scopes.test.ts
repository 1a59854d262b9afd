// Which scope each RPC method asks for: the narrowest that does.
import { describe, expect, it } from "vitest";
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { READING, registerMethods } from "../../src/host/rpc/methods.ts";
import { PARAMS } from "../../src/host/rpc/params.ts";

type Register = OpenClawPluginApi["registerGatewayMethod"];

const scopes: Record<string, string[]> = {};
const registerGatewayMethod: Register = (method, _, { scope = "none" } = {}) => {
  (scopes[scope] ??= []).push(method.replace(/^eventWebhooks\./, ""));
};
registerMethods({ registerGatewayMethod } as OpenClawPluginApi, () => undefined);

describe("the RPC methods", () => {
  it("ask for no more than they do", () => {
    expect(scopes).toEqual({
      "operator.read": [
        "list",
        "show",
        "explain",
        "endpoints",
        "routes",
        "preview",
        "requests.list",
        "requests.show",
        "stats",
        "store",
        "health",
        "support",
      ],
      "operator.write": [
        "retry",
        "replay",
        "requests.replay",
        "test",
        "pause",
        "resume",
        "purge",
        "brought",
      ],
      // As the host does for `config.patch`.
      "operator.admin": ["setup.standing", "setup.form", "setup.check", "setup.write"],
    });
  });

  it("have parameters each, and the tab that only reads asks none that needs more than reading", () => {
    expect(new Set(Object.keys(PARAMS))).toEqual(new Set(Object.values(scopes).flat()));
    expect(READING.filter((method) => !scopes["operator.read"]?.includes(method))).toEqual([]);
  });
});
