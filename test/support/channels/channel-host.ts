// A genuine Gateway with one or several adapters from npm in it, each connected to its loopback server.
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { createHost, hostConfig, type Gateway, type Host } from "../gateway.ts";
import { startModelServer, type ModelServer } from "../model-server.ts";
import type { Channel, ChannelServer, OpenChannel } from "./channel.ts";
import { channelScript, placePicture } from "./scenes.ts";
import { openVendorGate } from "./vendor-gate.ts";

export interface ChannelHost {
  host: Host;
  model: ModelServer;
  open: readonly OpenChannel[];
  /** Starts the Gateway with all channels, and resolves when every one of them hears. */
  start: (options: StartOptions) => Promise<Gateway>;
  dispose: () => Promise<void>;
}

export interface StartOptions {
  /** `plugins` of the host config, beside the adapters. */
  plugins: { allow: readonly string[]; [key: string]: unknown };
  environment?: Record<string, string>;
  /** With the settings under which a channel edits its streamed replies. */
  streaming?: boolean;
}

/** `directory`: of a host that stays, so that a second recording installs nothing. */
export async function createChannelHost(
  channels: readonly Channel[],
  directory?: string,
): Promise<ChannelHost> {
  const model = await startModelServer();
  const ids = channels.map(({ id }) => id);
  // An agent for each channel: what the host tells of one is not taken for another's.
  const agents = Object.fromEntries(["main", ...ids].map((agentId) => [agentId, {}]));
  const options = { modelBaseUrl: model.baseUrl, agents, directory };
  const host = await createHost(options);
  const open: OpenChannel[] = [];
  for (const channel of channels) {
    await installAdapter(host, channel);
    const place = { gatewayPort: host.port, directory: host.directory };
    open.push({ channel, server: await channel.open(place) });
  }
  const vendors = open.map(({ server }) => server.vendorHosts ?? {});
  const gate = await openVendorGate(Object.assign({}, ...vendors) as Record<string, number>);
  model.script(channelScript(open, await placePicture(host.directory)));
  return {
    host,
    model,
    open,
    async start({ plugins, environment = {}, streaming = false }) {
      const config = (server: ChannelServer): object =>
        streaming ? { ...server.config, ...server.streaming } : server.config;
      const usesGate = vendors.some((hosts) => Object.keys(hosts).length > 0);
      await host.writeConfig({
        ...hostConfig(options, host.directory, host.port, host.token),
        ...(usesGate ? { proxy: gate.config } : {}),
        channels: Object.fromEntries(
          open.map(({ channel, server }) => [channel.id, config(server)]),
        ),
        // Where a channel has no mentions of its own, a name is one.
        messages: { groupChat: { mentionPatterns: ["@?clawbot"] } },
        bindings: ids.map((channel) => ({ agentId: channel, match: { channel } })),
        plugins: { ...plugins, allow: [...ids, ...plugins.allow] },
      });
      const gateway = await host.start({
        ...(usesGate ? gate.environment : {}),
        ...(Object.assign({}, ...open.map(({ server }) => server.environment)) as object),
        ...environment,
      });
      await Promise.all(open.map(({ server }) => server.connected()));
      return gateway;
    },
    async dispose() {
      await host.dispose();
      await Promise.all([model.close(), gate.close(), ...open.map(({ server }) => server.close())]);
    },
  };
}

/** From npm, as a user does it, with the exact version of the roster. */
async function installAdapter(host: Host, channel: Channel): Promise<void> {
  const installed = await readdir(join(host.stateDir, "npm/projects")).catch(() => []);
  if (installed.some((name) => name.startsWith(`openclaw-${channel.id}-`))) return;
  const userconfig = process.env["npm_config_userconfig"] ?? join(homedir(), ".npmrc");
  const spec = `${channel.package}@${channel.version}`;
  const result = await host.run(["plugins", "install", spec, "--accept-capabilities"], {
    env: { npm_config_userconfig: userconfig },
    timeoutMs: 300_000,
  });
  if (result.code !== 0)
    throw new Error(`${spec} could not be installed:\n${result.stderr}\n${result.stdout}`);
}
