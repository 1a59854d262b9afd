// What hostile requests cost a genuine Gateway: how long its thread is held, what stays on disk and in memory, and
// how soon a guesser is stopped. The one run that can start hangs in its model. Measures whatever the plugin does.
import { readdirSync, statSync } from "node:fs";
import { request as openRequest, type ClientRequest } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createHost, type Host } from "../test/support/gateway.ts";
import { startModelServer } from "../test/support/model-server.ts";
import { installPlugin } from "../test/support/packed-plugin.ts";
import { createProbe, writeBenchConfig, type Probe } from "./bare-gateway.ts";
import { HOSTILE_KINDS } from "./hostile-bodies.ts";
import { report } from "./report.ts";

const ROUNDS = 20;
const WARMUP = 3;
/** The ones that are ended at their deadline take seconds each. */
const MOST_MS_PER_KIND = 30_000;
const REFUSED_MB = 64;
const REFUSED_BODY = "x".repeat(65_536);
const SLOW_CONNECTIONS = 100;
const SLOW_BYTES = 524_288;
const MOST_GUESSES = 200;
/** As long as the longest request: what the host does by itself in that time falls into those, too. */
const IDLE_MS = 2000;
const SETTLE_MS = 3000;
const READY_WITHIN_MS = 30_000;
const TOKEN = "bench-bearer-token-0123456789";

const [tarball = ""] = process.argv.slice(2);

type Figures = Record<string, number>;

const nameOf = (index: number): string => `hostile-${index}`;

async function writeConfig(host: Host, modelBaseUrl: string): Promise<void> {
  const common = {
    agentId: "main",
    template: "A request.",
    auth: { type: "bearer", token: TOKEN },
  };
  const routes = HOSTILE_KINDS.map(({ route }, index) => [nameOf(index), { ...common, ...route }]);
  const signed = { ...common, auth: { preset: "github", secret: "bench-secret-0123456789" } };
  const endpoints = { ...Object.fromEntries(routes), signed, guessed: common };
  await writeBenchConfig(host, modelBaseUrl, endpoints);
}

interface Sender {
  /** The status of the answer. */
  post: (path: string, body: string, headers?: Record<string, string>) => Promise<number>;
  probe: Probe;
  origin: string;
}

function createSender(origin: string): Sender {
  return {
    origin,
    async post(path, body, headers = { authorization: `Bearer ${TOKEN}` }) {
      const type = body.startsWith("a=") ? "application/x-www-form-urlencoded" : "application/json";
      const response = await fetch(origin + path, {
        method: "POST",
        headers: { "content-type": type, ...headers },
        body,
      });
      await response.arrayBuffer();
      return response.status;
    },
    probe: createProbe(origin),
  };
}

const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};

/**
 * The most CPU time that the Gateway's thread took in one go while each request lasted, and how long its answer took.
 * Of the clock it would be what else the machine did.
 */
async function holds(
  { probe }: Sender,
  work: () => Promise<unknown>,
): Promise<{ held: number[]; answered: number[] }> {
  const held: number[] = [];
  const answered: number[] = [];
  const startedAt = performance.now();
  for (let round = -WARMUP; round < ROUNDS; round += 1) {
    if (performance.now() - startedAt > MOST_MS_PER_KIND && held.length > 2) break;
    await probe("hold-start");
    const at = performance.now();
    await work();
    const tookMs = performance.now() - at;
    const { longestMs = NaN } = await probe("hold-end");
    if (round < 0) continue;
    held.push(longestMs);
    answered.push(tookMs);
  }
  return { held, answered };
}

async function hostileHolds(sender: Sender): Promise<Figures> {
  const figures: Figures = {};
  const all: number[] = [];
  const idle = await holds(sender, () => setTimeout(IDLE_MS));
  figures["idleP50Ms"] = percentile(idle.held, 0.5);
  figures["idleWorstMs"] = Math.max(...idle.held);
  const plain = HOSTILE_KINDS[2]?.body() ?? "";
  const bare = await holds(sender, () => sender.post("/bare-route", plain));
  figures["bareP50Ms"] = percentile(bare.held, 0.5);
  figures["bareWorstMs"] = Math.max(...bare.held);
  for (const [index, { name, body }] of HOSTILE_KINDS.entries()) {
    const [path, text] = [`/webhooks/inbound/${nameOf(index)}`, body()];
    const { held, answered } = await holds(sender, () => sender.post(path, text));
    all.push(...held);
    figures[`p50Ms ${name}`] = percentile(held, 0.5);
    figures[`worstMs ${name}`] = Math.max(...held);
    figures[`answerMs ${name}`] = Math.max(...answered);
  }
  return { ...figures, holdP999Ms: percentile(all, 0.999), holdWorstMs: Math.max(...all) };
}

function diskMb(host: Host): number {
  const directory = join(host.stateDir, "event-webhooks");
  const sizes = readdirSync(directory).map((file) => statSync(join(directory, file)).size);
  return sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}

/** Wrong signatures, as anybody can send them. */
async function refused(sender: Sender, host: Host): Promise<Figures> {
  const { post, probe } = sender;
  await setTimeout(SETTLE_MS);
  const disk = diskMb(host);
  const memory = await probe("memory");
  const headers = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
  const count = (REFUSED_MB * 2 ** 20) / REFUSED_BODY.length;
  let sent = 0;
  const loop = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      await post("/webhooks/inbound/signed", REFUSED_BODY, headers);
    }
  };
  await Promise.all(Array.from({ length: 8 }, loop));
  await setTimeout(SETTLE_MS);
  const after = await probe("memory");
  return {
    diskPerMb: (diskMb(host) - disk) / REFUSED_MB,
    rssPerMb: ((after["rssMb"] ?? NaN) - (memory["rssMb"] ?? NaN)) / REFUSED_MB,
  };
}

/** Connections that announce a megabyte, send half of it, and then nothing. */
async function trickled({ origin, probe }: Sender): Promise<Figures> {
  const before = await probe("memory");
  const path = `${origin}/webhooks/inbound/signed`;
  const requests: ClientRequest[] = [];
  for (let index = 0; index < SLOW_CONNECTIONS; index += 1) {
    const request = openRequest(path, { method: "POST", headers: { "content-length": "1048576" } });
    request.on("error", () => {});
    request.on("response", (response) => response.resume());
    request.write("x".repeat(SLOW_BYTES));
    requests.push(request);
  }
  await setTimeout(SETTLE_MS);
  const during = await probe("memory");
  for (const request of requests) request.destroy();
  const grown = (during["arrayBuffersMb"] ?? NaN) - (before["arrayBuffersMb"] ?? NaN);
  return { trickledPerMb: grown / ((SLOW_CONNECTIONS * SLOW_BYTES) / 2 ** 20) };
}

/** Wrong tokens one after the other, until one is not looked at any more. */
async function guessed(guess: (index: number) => Promise<number>): Promise<[number, number]> {
  const startedAt = performance.now();
  for (let count = 1; count <= MOST_GUESSES; count += 1)
    if ((await guess(count)) === 429) return [count, performance.now() - startedAt];
  return [NaN, NaN];
}

async function guesses({ post, origin }: Sender): Promise<Figures> {
  const wrong = (index: number) => ({ authorization: `Bearer guess-${index}` });
  const byStatus = await guessed(async (index) => {
    const path = `${origin}/webhooks/inbound/hostile-0/req_${index}`;
    const response = await fetch(path, { headers: wrong(index) });
    await response.arrayBuffer();
    return response.status;
  });
  const byPost = await guessed((index) => post("/webhooks/inbound/guessed", "{}", wrong(index)));
  return { guesses: byPost[0], guessedMs: byPost[1], statusGuesses: byStatus[0] };
}

async function untilAccepted({ post }: Sender): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while ((await post("/webhooks/inbound/guessed", "{}").catch(() => 0)) !== 200) {
    if (Date.now() > deadline) throw new Error("no request was accepted");
    await setTimeout(100);
  }
}

async function inGateway(): Promise<void> {
  const model = await startModelServer();
  model.delay(new Promise(() => {}));
  const host = await createHost({ modelBaseUrl: model.baseUrl });
  try {
    await installPlugin(host, tarball);
    await writeConfig(host, model.baseUrl);
    await host.start();
    const sender = createSender(`http://127.0.0.1:${host.port}`);
    await untilAccepted(sender);
    await model.asked(1);
    report({
      ...(await hostileHolds(sender)),
      ...(await refused(sender, host)),
      ...(await trickled(sender)),
      ...(await guesses(sender)),
    });
  } finally {
    await host.dispose();
    await model.close();
  }
}

await inGateway();
