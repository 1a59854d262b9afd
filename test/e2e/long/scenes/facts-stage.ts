// A Gateway with everything that can set a turn going: five bots, routes, `/v1/*`, schedules, sub-agents.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createHost, hostConfig, type Gateway, type Host } from "../../../support/gateway.ts";
import { installPlugin } from "../../../support/packed-plugin.ts";
import { startScriptedModel, type ScriptedModel } from "../../../support/scripted-model.ts";
import { startTelegramBots, type TelegramBots } from "../../../support/telegram-bots.ts";
import {
  startVerifyingReceiver,
  type VerifyingReceiver,
} from "../../../support/verifying-receiver.ts";
import { ROLES } from "./roles.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const BEARER = "bearer-token-1";

/** Bots beside the one of `main`, each with an agent of its own. */
export const BOTS = {
  quoting: "124:abc",
  careful: "125:abc",
  falling: "126:abc",
  streaming: "127:abc",
} as const;

export interface FactsStage {
  host: Host;
  gateway: Gateway;
  model: ScriptedModel;
  telegram: TelegramBots;
  receiver: VerifyingReceiver;
  chat: (message: string, sessionKey?: string) => Promise<unknown>;
  rpc: (message: string, settings?: object) => Promise<unknown>;
  /** POST to the Gateway's own HTTP surface, with its token. */
  http: (path: string, body: object) => Promise<unknown>;
  /** POST to a route; resolves with its answer. */
  route: (name: string, body: object) => Promise<Record<string, unknown>>;
  /** A job that is due at once. */
  schedule: (job: object) => Promise<unknown>;
  dispose: () => Promise<void>;
}

export async function createFactsStage(tarball: string): Promise<FactsStage> {
  const model = await startScriptedModel(ROLES);
  const telegram = await startTelegramBots();
  const receiver = await startVerifyingReceiver(SECRET);
  const options = {
    modelBaseUrl: model.baseUrl,
    telegramApiRoot: telegram.apiRoot,
    agents: {
      main: {},
      helper: {},
      quoting: {},
      careful: { tools: { exec: { ask: "always", security: "allowlist" } } },
      falling: { model: { primary: "mock/mock-1", fallbacks: ["mock/mock-2"] } },
      streaming: {},
    },
  };
  const host = await createHost(options);
  await installPlugin(host, tarball);
  await writePictures(host);
  await host.writeConfig(
    config(hostConfig(options, host.directory, host.port, host.token), {
      apiRoot: telegram.apiRoot,
      endpoint: receiver.url,
    }),
  );
  const gateway = await host.start();
  let calls = 0;
  const key = (): string => `call-${(calls += 1)}`;
  const post = async (path: string, token: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${host.port}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  return {
    host,
    gateway,
    model,
    telegram,
    receiver,
    chat: (message, sessionKey = "agent:main:desk") =>
      host.call("chat.send", { sessionKey, message, idempotencyKey: key() }),
    rpc: (message, settings = {}) =>
      host.call("agent", { agentId: "helper", message, idempotencyKey: key(), ...settings }),
    http: (path, body) => post(path, host.token, body),
    route: async (name, body) =>
      (await post(`/webhooks/inbound/${name}`, BEARER, body)) as Record<string, unknown>,
    schedule: (job) =>
      host.call("cron.add", {
        name: key(),
        agentId: "main",
        enabled: true,
        schedule: { kind: "at", at: new Date(Date.now() + 1_000).toISOString() },
        wakeMode: "now",
        ...job,
      }),
    async dispose() {
      await host.dispose();
      await Promise.all([model.close(), telegram.close(), receiver.close()]);
    },
  };
}

function config(
  base: Record<string, unknown>,
  { apiRoot, endpoint }: { apiRoot: string; endpoint: string },
): Record<string, unknown> {
  const { models, gateway, agents } = base as {
    models: { providers: { mock: { models: Array<{ id: string; name: string }> } } };
    gateway: object;
    agents: { defaults: object };
  };
  const [first] = models.providers.mock.models;
  if (first !== undefined) models.providers.mock.models.push({ ...first, id: "mock-2", name: "B" });
  const open = { dmPolicy: "open", allowFrom: ["*"] };
  const groups = { groupPolicy: "open", groups: { "*": { requireMention: false } } };
  const accounts = {
    default: { botToken: "123:abc", ...open, ...groups },
    quoting: { botToken: BOTS.quoting, ...open, replyToMode: "all" },
    careful: { botToken: BOTS.careful, ...open },
    falling: { botToken: BOTS.falling, ...open },
    streaming: {
      botToken: BOTS.streaming,
      ...open,
      streaming: { mode: "block", block: { enabled: true } },
    },
  };
  const bound = Object.keys(BOTS).map((name) => ({
    agentId: name,
    match: { channel: "telegram", accountId: name },
  }));
  const auth = { type: "bearer", token: BEARER };
  const toChat = { channel: "telegram", to: "12345" };
  return {
    ...base,
    gateway: {
      ...gateway,
      http: { endpoints: { chatCompletions: { enabled: true }, responses: { enabled: true } } },
    },
    agents: {
      ...agents,
      defaults: { ...agents.defaults, heartbeat: { every: "0m", target: "last" } },
    },
    channels: { telegram: { enabled: true, apiRoot, accounts } },
    bindings: [...bound, { agentId: "main", match: { channel: "telegram" } }],
    commands: { ownerAllowFrom: ["telegram:12345"] },
    tools: { sessions: { visibility: "all" }, agentToAgent: { enabled: true, allow: ["*"] } },
    plugins: {
      allow: ["telegram", "event-webhooks"],
      entries: {
        "event-webhooks": {
          enabled: true,
          config: {
            endpoints: [
              {
                name: "main",
                url: endpoint,
                secret: SECRET,
                events: ["*"],
                allowPrivateNetwork: true,
              },
            ],
            inbound: {
              endpoints: {
                announce: { agentId: "helper", template: "{{body.text}}", auth, deliver: toChat },
                relay: {
                  agentId: "helper",
                  template: "{{body.text}}",
                  auth,
                  deliver: toChat,
                  mode: "deliver",
                },
                ask: {
                  agentId: "helper",
                  template: "{{body.text}}",
                  auth,
                  response: { mode: "wait", timeoutMs: 60_000 },
                },
              },
            },
          },
        },
      },
    },
  };
}

async function writePictures(host: Host): Promise<void> {
  const pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  for (const agent of ["main", "helper", ...Object.keys(BOTS)]) {
    const directory = join(host.directory, "workspace", agent);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "pic.png"), Buffer.from(pixel, "base64"));
    await copyFile(join(directory, "pic.png"), join(directory, "pic2.png"));
  }
}
