// The plugin's background service. Loads what it needs only when the Gateway starts it, so that a
// command of the CLI, which registers the plugin too, pays for none of it.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { EndPipeline } from "./pipeline.ts";

export function registerService(api: OpenClawPluginApi): void {
  let end: EndPipeline | undefined;
  let gatewayEnds = false;
  api.on("gateway_stop", ({ reason }) => {
    gatewayEnds = reason !== "plugin replacement";
  });
  api.registerService({
    id: "event-webhooks",
    async start(context) {
      const { startPipeline } = await import("./pipeline.ts");
      end = startPipeline(api, context);
    },
    async stop() {
      await end?.(gatewayEnds);
      end = undefined;
    },
  });
}
