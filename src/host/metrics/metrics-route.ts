// The address at which Prometheus reads metrics, behind the Gateway's own door. Loads what makes them when the first
// is asked for.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { mayRead } from "../may-read.ts";
import type { Running } from "../rpc/running.ts";

const METRICS_PATH = "/event-webhooks/metrics";

/** `running`: undefined while the plugin starts or ends. */
export function registerMetrics(api: OpenClawPluginApi, running: () => Running | undefined): void {
  api.registerHttpRoute({
    path: METRICS_PATH,
    match: "exact",
    auth: "gateway",
    async handler(request, response) {
      const { serveMetrics } = await import("./serve-metrics.ts");
      await serveMetrics({ request, response, running: running(), mayRead: await mayRead() });
      return true;
    },
  });
}
