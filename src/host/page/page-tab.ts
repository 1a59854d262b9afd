// The read-only tab of the Control UI, for Gateways that load no native pages of installed plugins. Where they
// do, the native page stands in the navigation and the tab does not.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { Running } from "../rpc/running.ts";

export const TAB_PATH = "/event-webhooks/page";

/** `running`: undefined while the plugin starts or ends. */
export function registerTab(api: OpenClawPluginApi, running: () => Running | undefined): void {
  if (api.config.gateway?.controlUi?.experimental?.customPlugins === true) return;
  api.registerHttpRoute({
    path: TAB_PATH,
    match: "prefix",
    auth: "gateway",
    async handler(request, response) {
      const { serveTab } = await import("./serve-tab.ts");
      await serveTab({ request, response, basePath: TAB_PATH, running: running() });
      return true;
    },
  });
  api.session.controls.registerControlUiDescriptor({
    surface: "tab",
    id: "webhooks",
    label: "Webhooks",
    description: "Deliveries, endpoints and inbound requests, live.",
    icon: "send",
    group: "control",
    path: TAB_PATH,
    requiredScopes: ["operator.read"],
  });
}
