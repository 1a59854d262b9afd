// Gives the host the command `openclaw webhook`. Loads nothing of it until it is called: the host registers
// every plugin before any command of its own.
import { join } from "node:path";
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { GatewayAnswer } from "../cli/answers/source.ts";

/** The same row stands in the manifest, for the root help. */
export const WEBHOOK_COMMAND = {
  name: "webhook",
  description: "Event webhooks: deliveries, endpoints and inbound requests",
  hasSubcommands: true,
};

/** Longer than the slowest call: a test that waits for its endpoint. */
const TIMEOUT_MS = 150_000;

export function registerCommands(api: OpenClawPluginApi): void {
  api.registerCli(
    async ({ program }) => {
      const { registerWebhook } = await import("../cli/grammar/webhook.ts");
      const { resolveStateDir } = await import("openclaw/plugin-sdk/state-paths");
      registerWebhook(program, {
        callGateway: (method, params) => callGateway(`eventWebhooks.${method}`, params),
        callHost: callGateway,
        databasePath: join(resolveStateDir(), "event-webhooks", "event-webhooks.sqlite"),
        ...(api.rootDir !== undefined && { ownCommand: join(api.rootDir, "dist", "bin.js") }),
        streams: process,
      });
    },
    { descriptors: [WEBHOOK_COMMAND] },
  );
}

async function callGateway(method: string, params: object): Promise<GatewayAnswer> {
  const { callGatewayFromCli, isGatewayTransportError } =
    await import("openclaw/plugin-sdk/gateway-runtime");
  const options = { json: true, timeout: String(TIMEOUT_MS) };
  try {
    const value = await callGatewayFromCli(method, options, params);
    return { kind: "answered", value };
  } catch (error) {
    if (isGatewayTransportError(error)) return { kind: "unreachable" };
    return { kind: "refused", message: error instanceof Error ? error.message : String(error) };
  }
}
