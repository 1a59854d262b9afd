// `npm start`: a genuine Gateway with the packed plugin in a temporary directory, a conversation over
// stand-ins for the model and Telegram, and every delivery shown as it arrives, its signature verified.
// `--once` ends after the conversation: exit code 0 when all arrived and verified, else 1.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { styleText } from "node:util";
import { createHost, hostConfig, type Gateway } from "../test/support/gateway.ts";
import { startModelServer } from "../test/support/model-server.ts";
import { installPlugin, packPlugin } from "../test/support/packed-plugin.ts";
import { startTelegramServer } from "../test/support/telegram-server.ts";
import { startVerifyingReceiver, type Received } from "../test/support/verifying-receiver.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CONVERSATION: ReadonlyArray<{ say: string; expect: readonly string[] }> = [
  { say: "hello there", expect: ["session.created", "message.received", "message.sent"] },
  {
    say: "use a tool",
    expect: ["message.received", "tool.called", "tool.completed", "message.sent"],
  },
  { say: "please fail", expect: ["message.received", "error.occurred"] },
  { say: "/new", expect: ["session.ended", "session.created"] },
];

/** What somebody else's system sends. */
const REQUEST = { repo: "my-app", branch: "main", status: "success", commit: "abc123" };
/** What becomes of it; the last is the callback. */
const ANSWER = ["session.created", "message.received", "message.sent", "inbound.completed"];

const once = process.argv.includes("--once");
const undo: Array<() => Promise<unknown>> = [];
const dim = (text: string): string => styleText("dim", text);

let failure: unknown;
try {
  await main();
} catch (error) {
  failure = error;
}
for (const step of undo.toReversed()) await step();
if (failure !== undefined) {
  const message =
    failure instanceof Error ? failure.message : "something was thrown that is no error";
  console.error(styleText("red", message));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "event-webhooks-package-"));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const model = await startModelServer();
  undo.push(model.close);
  const telegram = await startTelegramServer();
  undo.push(telegram.close);
  const receiver = await startVerifyingReceiver(SECRET);
  undo.push(receiver.close);
  const options = { modelBaseUrl: model.baseUrl, telegramApiRoot: telegram.apiRoot };
  const host = await createHost(options);
  undo.push(host.dispose);
  console.log(
    "Event Webhooks for OpenClaw: a real Gateway, a real conversation, verified deliveries.",
  );
  console.log(dim(`Everything happens in ${host.directory}, which is removed at the end.\n`));

  await timed("plugin packed and installed", async () =>
    installPlugin(host, await packPlugin(directory)),
  );
  const config = hostConfig(options, host.directory, host.port, host.token);
  const endpoint = {
    name: "demo",
    url: receiver.url,
    secret: SECRET,
    events: ["*"],
    allowPrivateNetwork: true,
  };
  const template = "{{body.repo}} {{body.branch}} deploy {{body.status}}";
  const inbound = { endpoints: { deploy: { agentId: "main", template } } };
  await host.writeConfig({
    ...config,
    gateway: {
      ...(config["gateway"] as object),
      controlUi: { experimental: { customPlugins: true } },
    },
    plugins: {
      allow: ["telegram", "event-webhooks"],
      entries: { "event-webhooks": { enabled: true, config: { endpoints: [endpoint], inbound } } },
    },
  });
  const gateway = await timed("Gateway ready", () => host.start());
  undo.push(() => gateway.stop());
  receiver.onDelivery(show);

  console.log();
  for (const { say, expect } of CONVERSATION) {
    const before = receiver.received.length;
    console.log(`${styleText("bold", "You")}  ${say}`);
    telegram.write(say);
    const arrived = (all: readonly Received[]): boolean => includesAll(all.slice(before), expect);
    await receiver.until(arrived).catch((error: unknown) => {
      throw new Error(`not everything arrived; the Gateway said:\n${gateway.log().slice(-2000)}`, {
        cause: error,
      });
    });
  }
  const url = `http://127.0.0.1:${host.port}/webhooks/inbound/deploy`;
  const before = receiver.received.length;
  await request(url);
  await receiver.until((all) => includesAll(all.slice(before), ANSWER));
  summarise(receiver.received);
  if (once) return;
  const header = '-H "Content-Type: application/json"';
  console.log(
    `Paste this elsewhere:  curl -X POST ${url} ${header} -d '${JSON.stringify(REQUEST)}'`,
  );
  const page = `http://127.0.0.1:${host.port}/plugin?plugin=event-webhooks&id=webhooks`;
  console.log(`Watch in a browser:    ${page}#token=${host.token}`);
  console.log('Write to the agent (try "use a tool", "please fail" or "/new"). Ctrl-C ends.');
  await talk(telegram.write, gateway);
}

async function request(url: string): Promise<void> {
  console.log(`${styleText("bold", "POST")} ${new URL(url).pathname} ${JSON.stringify(REQUEST)}`);
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(REQUEST) });
  console.log(`     ${response.status} ${dim(await response.text())}`);
}

async function timed<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${styleText("green", "✓")} ${label} ${dim(`${seconds} s`)}`);
  return result;
}

function show({ event, headers, verified }: Received): void {
  const signature = verified
    ? styleText("green", "signature valid")
    : styleText("red", "SIGNATURE INVALID");
  const attempt = `attempt ${String(headers["x-openclaw-attempt"])}`;
  console.log(
    `     ${event.type.padEnd(17)} ${signature}  ${dim(`${attempt}  ${gist(event.data)}`)}`,
  );
}

function gist(data: Record<string, unknown>): string {
  const { message, tool, error, reason, reply } = data as {
    reply?: string;
    message?: { content: string };
    tool?: { name: string; success?: boolean };
    error?: { message: string };
    reason?: string;
  };
  const outcome = tool?.success === undefined ? "" : tool.success ? " ok" : " failed";
  const words =
    message?.content ?? error?.message ?? reply ?? (tool && `${tool.name}${outcome}`) ?? reason;
  return (words ?? "").slice(0, 48);
}

function summarise(received: readonly Received[]): void {
  const invalid = received.filter(({ verified }) => !verified).length;
  if (invalid > 0) throw new Error(`${invalid} of ${received.length} signatures are invalid`);
  console.log(`\n${received.length} deliveries, every signature valid.`);
}

function includesAll(received: readonly Received[], types: readonly string[]): boolean {
  const left = received.map(({ event }) => event.type);
  return types.every((type) => {
    const index = left.indexOf(type);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

async function talk(write: (text: string) => void, gateway: Gateway): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  process.once("SIGINT", () => lines.close());
  process.once("SIGTERM", () => lines.close());
  for await (const line of lines) if (line.trim() !== "") write(line);
  console.log(dim(`\nstopping the Gateway (process ${gateway.pid})`));
}
