// Feeds on a server of their own, without a Gateway: the door, the desk, and the engine in its thread.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { Endpoint } from "../../src/config/settings.ts";
import type { EngineClient } from "../../src/engine/thread/client.ts";
import { openFeedDoor } from "../../src/host/feed/feed-door.ts";
import { createFeedDesk, type FeedDesk } from "../../src/host/feed/feed-desk.ts";
import type { StreamPace } from "../../src/host/feed/event-stream.ts";
import { senderOf, type ProxySettings } from "../../src/host/inbound/door/sender.ts";

export interface FeedServer {
  /** `http://127.0.0.1:<port>/webhooks/feed` */
  url: string;
  desk: FeedDesk;
  warnings: string[];
  close: () => Promise<void>;
}

export async function openFeedServer(options: {
  client: EngineClient;
  endpoints: Endpoint[];
  pace?: StreamPace;
  proxies?: ProxySettings;
}): Promise<FeedServer> {
  const { client, endpoints, pace, proxies = {} } = options;
  const desk = createFeedDesk({
    client,
    settings: { endpoints },
    partyOf: (head) => senderOf(head, proxies),
    ...(pace && { pace }),
  });
  const server = createServer();
  const warnings: string[] = [];
  openFeedDoor(apiOn(server, warnings), "/webhooks/feed", () => desk);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/feed`,
    desk,
    warnings,
    close: () =>
      new Promise((resolve) => {
        desk.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function apiOn(server: Server, warnings: string[]): OpenClawPluginApi {
  return {
    logger: { warn: (message: string) => void warnings.push(message) },
    registerHttpRoute: ({ handler }: Parameters<OpenClawPluginApi["registerHttpRoute"]>[0]) =>
      server.on("request", (request, response) => void handler(request, response)),
  } as unknown as OpenClawPluginApi;
}
