// A genuine Gateway for measuring requests: the packed plugin, and beside it a bare route of another plugin, which
// also tells from inside what the process takes.
import { fileURLToPath } from "node:url";
import { hostConfig, type Host } from "../test/support/gateway.ts";

const BARE_PLUGIN = fileURLToPath(new URL("bare-route-plugin", import.meta.url));

/** `endpoints`: the routes. One run at a time, and no bound for those that wait. */
export async function writeBenchConfig(
  host: Host,
  modelBaseUrl: string,
  endpoints: object,
): Promise<void> {
  const inbound = { concurrency: 1, maxWaiting: 1_000_000, endpoints };
  await host.writeConfig({
    ...hostConfig({ modelBaseUrl }, host.directory, host.port, host.token),
    plugins: {
      allow: ["event-webhooks", "bare-route"],
      load: { paths: [BARE_PLUGIN] },
      entries: {
        "event-webhooks": { enabled: true, config: { inbound } },
        "bare-route": { enabled: true },
      },
    },
  });
}

/** Figures of the Gateway's process by the probe's name, see `bare-route-plugin`. */
export type Probe = (name: string) => Promise<Record<string, number>>;

export function createProbe(origin: string): Probe {
  return async (name) => {
    const response = await fetch(`${origin}/bare-route-probe/${name}`);
    return (await response.json()) as Record<string, number>;
  };
}
