// The read-only tab of the Control UI, for Gateways that load no native pages of installed plugins. Where they
// do, the native page stands in the navigation and the tab does not.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { mayRead } from "../may-read.ts";
import type { Running } from "../rpc/running.ts";

const TAB_PATH = "/event-webhooks/page";
const PARTS_PATH = "/event-webhooks/page-parts";

/** `running`: undefined while the plugin starts or ends. */
export function registerTab(api: OpenClawPluginApi, running: () => Running | undefined): void {
  if (api.config.gateway?.controlUi?.experimental?.customPlugins === true) return;
  api.registerHttpRoute({
    path: TAB_PATH,
    match: "exact",
    auth: "gateway",
    async handler(request, response) {
      const { serveDocument } = await import("./serve-tab.ts");
      serveDocument({ request, response, partsPath: PARTS_PATH, mayRead: await mayRead() });
      return true;
    },
  });
  // The frame's cookie reaches its document and nothing that the document asks for: the document's own key does.
  api.registerHttpRoute({
    path: PARTS_PATH,
    match: "prefix",
    auth: "plugin",
    async handler(request, response) {
      const { servePart } = await import("./serve-tab.ts");
      await servePart({ request, response, basePath: PARTS_PATH, running: running() });
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
