// The plugin's background service, the inbound routes and the RPC methods it answers. Loads what it needs only
// when the Gateway starts it, so that a command of the CLI, which registers the plugin too, pays for none of it.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { openDoor } from "./inbound/http-door.ts";
import { rawInbound } from "./inbound/raw-inbound.ts";
import type { Pipeline } from "./pipeline.ts";
import { registerTab } from "./page/page-tab.ts";
import { registerMethods } from "./rpc/methods.ts";

export function registerService(api: OpenClawPluginApi): void {
  let pipeline: Pipeline | undefined;
  let gatewayEnds = false;
  const inbound = rawInbound(api.pluginConfig);
  if (inbound !== undefined) openDoor(api, inbound, () => pipeline?.receptionist);
  registerMethods(api, () => pipeline?.running);
  registerTab(api, () => pipeline?.running);
  api.on("gateway_stop", ({ reason }) => {
    gatewayEnds = reason !== "plugin replacement";
  });
  api.registerService({
    id: "event-webhooks",
    async start(context) {
      const { startPipeline } = await import("./pipeline.ts");
      pipeline = startPipeline(api, context);
    },
    async stop() {
      const ending = pipeline;
      pipeline = undefined;
      await ending?.end(gatewayEnds);
    },
  });
}
