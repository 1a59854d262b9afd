// The conversations that tests, fixtures and the demo play: every path a message can take.
import type { Host } from "./gateway.ts";
import type { TelegramServer } from "./telegram-server.ts";

export interface Scene {
  name: string;
  /** How long the host needs at most until it has told everything. */
  lastsMs?: number;
  play: (stage: { host: Host; telegram: TelegramServer }) => Promise<unknown>;
}

let key = 0;

async function webchat(host: Host, message: string, sessionKey = "agent:main:main"): Promise<void> {
  key += 1;
  await host.call("chat.send", { sessionKey, message, idempotencyKey: `chat-${key}` });
}

async function rpcRun(host: Host, message: string): Promise<void> {
  await host.run(["agent", "--agent", "alert-handler", "--message", message]);
}

/** A run that a plugin starts: what an inbound route does. Only the recorder plugin has this route. */
async function pluginRun(host: Host, params: object): Promise<void> {
  const url = `http://127.0.0.1:${host.port}/observation-recorder/run`;
  await fetch(url, { method: "POST", body: JSON.stringify(params) });
}

/** What only the recorder plugin can play. */
export const PLUGIN_SCENES: readonly Scene[] = [
  {
    name: "plugin-run",
    play: ({ host }) =>
      pluginRun(host, {
        sessionKey: "agent:alert-handler:webhook:deploy:1",
        message: "my-app deploy success",
        deliver: false,
        idempotencyKey: "req_1",
      }),
  },
  {
    name: "plugin-run-delivered",
    play: ({ host }) =>
      pluginRun(host, {
        sessionKey: "agent:main:main",
        message: "the ticket is closed",
        deliver: true,
        idempotencyKey: "req_2",
      }),
  },
];

export const SCENES: readonly Scene[] = [
  { name: "telegram-reply", play: async ({ telegram }) => telegram.write("hello there") },
  { name: "telegram-tool", play: async ({ telegram }) => telegram.write("use a tool") },
  {
    name: "telegram-tool-error",
    play: async ({ telegram }) => telegram.write("use a broken tool"),
  },
  { name: "telegram-model-error", play: async ({ telegram }) => telegram.write("please fail") },
  {
    name: "telegram-undelivered",
    lastsMs: 14_000,
    play: async ({ telegram }) => {
      telegram.refuse(100);
      telegram.write("you cannot answer me");
    },
  },
  {
    name: "telegram-new-session",
    play: async ({ telegram }) => {
      telegram.refuse(0);
      telegram.write("/new");
    },
  },
  { name: "webchat-reply", play: ({ host }) => webchat(host, "hello webchat") },
  { name: "webchat-tool", play: ({ host }) => webchat(host, "use a tool") },
  { name: "webchat-model-error", play: ({ host }) => webchat(host, "please fail") },
  {
    name: "webchat-second-session",
    play: ({ host }) => webchat(host, "hello again", "agent:main:desk"),
  },
  { name: "rpc-reply", play: ({ host }) => rpcRun(host, "hello rpc") },
  { name: "rpc-tool", play: ({ host }) => rpcRun(host, "use a tool") },
  { name: "rpc-model-error", play: ({ host }) => rpcRun(host, "please fail") },
];
