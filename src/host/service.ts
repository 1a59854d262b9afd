// The plugin's background service, the inbound routes, the feeds and the RPC methods it answers. Loads what it needs only
// when the Gateway starts it, so that a command of the CLI, which registers the plugin too, pays for none of it.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { openFeedDoor } from "./feed/feed-door.ts";
import { rawFeedPath } from "./feed/raw-feed.ts";
import { settingsIn } from "./host-settings.ts";
import { openDoor } from "./inbound/door/http-door.ts";
import { rawInbound } from "./inbound/door/raw-inbound.ts";
import type { Pipeline } from "./pipeline.ts";
import { namedLogger } from "./named-logger.ts";
import { registerMetrics } from "./metrics/metrics-route.ts";
import { tellOwnCommandOnce } from "./own-command.ts";
import { registerTab } from "./page/page-tab.ts";
import { registerMethods } from "./rpc/methods.ts";
import { watchSecrets } from "./secret-reload.ts";

export function registerService(api: OpenClawPluginApi): void {
  let pipeline: Pipeline | undefined;
  let unwatch: (() => Promise<void>) | undefined;
  let gatewayEnds = false;
  const inbound = rawInbound(api.pluginConfig);
  if (inbound !== undefined) openDoor(api, inbound, () => pipeline?.receptionist);
  const feedPath = rawFeedPath(api.pluginConfig);
  if (feedPath !== undefined) openFeedDoor(api, feedPath, () => pipeline?.feedDesk);
  registerMethods(api, () => pipeline?.running);
  registerMetrics(api, () => pipeline?.running);
  registerTab(api, () => pipeline?.running);
  api.on("gateway_stop", ({ reason }) => {
    gatewayEnds = reason !== "plugin replacement";
  });
  api.registerService({
    id: "event-webhooks",
    async start(context) {
      const { startPipeline } = await import("./pipeline.ts");
      pipeline = await startPipeline(api, context, api.pluginConfig);
      tellOwnCommandOnce(context.stateDir, namedLogger(context.logger));
      const { config } = api.runtime;
      unwatch = watchSecrets({
        published: () => config.current(),
        settingsIn: (published) => settingsIn(published as ReturnType<typeof config.current>),
        applied: api.pluginConfig,
        async apply(raw) {
          namedLogger(context.logger).info("secrets were resolved anew; starting with them");
          await pipeline?.end(false);
          pipeline = await startPipeline(api, context, raw);
        },
      });
    },
    async stop() {
      await unwatch?.();
      const ending = pipeline;
      pipeline = undefined;
      await ending?.end(gatewayEnds);
    },
  });
}
