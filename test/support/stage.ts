// Everything an end-to-end test needs: a genuine Gateway with the packed plugin installed as a user
// does it, stand-ins for the model and Telegram, and a verifying receiver.
import { createHost, hostConfig, type Host } from "./gateway.ts";
import { startModelServer, type ModelServer } from "./model-server.ts";
import { installPlugin } from "./packed-plugin.ts";
import { startTelegramServer, type TelegramServer } from "./telegram-server.ts";
import { startVerifyingReceiver, type VerifyingReceiver } from "./verifying-receiver.ts";

/** Decodes to 24 bytes, so that Standard Webhooks libraries accept it. */
export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export interface Stage {
  host: Host;
  model: ModelServer;
  telegram: TelegramServer;
  receiver: VerifyingReceiver;
  /** Writes the host config with this plugin config. */
  configure: (pluginConfig: object) => Promise<void>;
  /** The host config, for tests that write it themselves. */
  hostConfig: () => Record<string, unknown>;
  /** An endpoint that points at the receiver. */
  endpoint: (settings?: object) => object;
  dispose: () => Promise<void>;
}

export async function createStage(
  tarball: string,
  agents: readonly string[] = ["alert-handler"],
): Promise<Stage> {
  const model = await startModelServer();
  const telegram = await startTelegramServer();
  const receiver = await startVerifyingReceiver(SECRET);
  const options = {
    modelBaseUrl: model.baseUrl,
    telegramApiRoot: telegram.apiRoot,
    agents: Object.fromEntries(["main", ...agents].map((agentId) => [agentId, {}])),
  };
  const host = await createHost(options);
  await installPlugin(host, tarball);
  const baseConfig = (): Record<string, unknown> =>
    hostConfig(options, host.directory, host.port, host.token);
  return {
    host,
    model,
    telegram,
    receiver,
    hostConfig: baseConfig,
    configure: (config) =>
      host.writeConfig({
        ...baseConfig(),
        plugins: {
          allow: ["telegram", "event-webhooks"],
          entries: { "event-webhooks": { enabled: true, config } },
        },
      }),
    endpoint: (settings = {}) => ({
      name: "main-webhook",
      url: receiver.url,
      secret: SECRET,
      events: ["*"],
      allowPrivateNetwork: true,
      ...settings,
    }),
    async dispose() {
      await host.dispose();
      await Promise.all([model.close(), telegram.close(), receiver.close()]);
    },
  };
}
