// The door and the reception on a server of their own, without a Gateway: what is stored stays in an array.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { Route } from "../../src/config/route/route-settings.ts";
import { createIdSource } from "../../src/engine/ids.ts";
import type { NewRequest, StoredRequest } from "../../src/engine/inbox/inbox.ts";
import type { EngineClient } from "../../src/engine/thread/client.ts";
import { openDoor } from "../../src/host/inbound/door/http-door.ts";
import { createPatience } from "../../src/host/inbound/door/patience.ts";
import { createReceptionist } from "../../src/host/inbound/door/reception.ts";
import { senderOf, type ProxySettings } from "../../src/host/inbound/door/sender.ts";
import { createUnprovenBodies, type UnprovenBounds } from "../../src/host/inbound/door/unproven.ts";
import type { Labour } from "../../src/inbound/receive.ts";
import type { SenderFacts } from "../../src/inbound/sender-facts.ts";
import { contentFrom } from "../../src/inbound/request/request-content.ts";
import { compiledRoute, routeWith } from "./routes.ts";

export interface Door {
  /** Of the route "deploy". */
  url: string;
  port: number;
  stored: NewRequest[];
  held: () => { bodies: number; bytes: number };
  close: () => Promise<void>;
}

export interface DoorOptions {
  route: Partial<Route>;
  proxies?: ProxySettings;
  bounds?: UnprovenBounds;
  keepBodies?: boolean;
  labour?: Labour;
  /** What the sender publishes. */
  keys?: readonly string[];
  facts?: Partial<SenderFacts>;
  /** What may be kept of requests whose callers wait. */
  patienceBytes?: number;
  /** What every request comes to, for whoever waits for it. Default: it goes on. */
  ended?: StoredRequest;
}

export async function openTestDoor(options: DoorOptions): Promise<Door> {
  const stored: NewRequest[] = [];
  const unproven = createUnprovenBodies(options.bounds);
  const receptionist = createReceptionist({
    client: { call: async () => undefined } as unknown as EngineClient,
    ids: createIdSource(),
    routes: new Map([["deploy", compiledRoute(routeWith({ template: "x", ...options.route }))]]),
    held: new Set(),
    accept: async (request) => {
      stored.push(request);
      return { kind: "stored" };
    },
    senderOf: (head) => senderOf(head, options.proxies ?? {}),
    unproven,
    labour: options.labour,
    facts: {
      keys: async () => ({ ok: true, keys: options.keys ?? [] }),
      secret: async () => undefined,
      bring: async () => "kept",
      confirm: async () => ({ ok: true }),
      ...options.facts,
    },
    keepBodies: options.keepBodies ?? false,
    basePath: "/in",
    accepted: () => undefined,
    ended: async () => options.ended,
    find: async () => options.ended,
    say: async (compiled, content, told) =>
      compiled.answer.words?.render(contentFrom(content), told) ?? { ok: false, error: "no words" },
    warn: () => undefined,
    patience: createPatience(options.patienceBytes),
  });
  const server = createServer();
  const api = {
    logger: { warn: () => undefined },
    registerHttpRoute: ({ handler }: Parameters<OpenClawPluginApi["registerHttpRoute"]>[0]) =>
      server.on("request", (request, response) => void handler(request, response)),
  } as unknown as OpenClawPluginApi;
  openDoor(api, { basePath: "/in" }, () => receptionist);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/in/deploy`,
    port,
    stored,
    held: unproven.held,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
