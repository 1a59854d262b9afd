// Every sample of the library's README, in every runtime that it is for, and before it the engine that the
// Gateway runs: what it sends is what the sample has to take.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { eventOf } from "../support/engine-fixture.ts";
import { freePort, hasPrograms, startProgram } from "../support/program.ts";
import { SECRET, sendingTo } from "./gateway.ts";
import { BUN, DENO, isThere, NODE, NODE_20, RUNTIMES, type Runtime } from "./runtimes.ts";
import { CODE_BLOCKS, sampleFile, SAMPLE_NAMES } from "./samples.ts";
import { serve, type Served } from "./served.ts";

/** Samples that are a server which prints the replies that it is told of. */
const SERVERS: Readonly<Record<string, readonly Runtime[]>> = {
  "node.mjs": RUNTIMES,
  "express.mjs": RUNTIMES,
  "fastify.mjs": RUNTIMES,
  "hono.mjs": RUNTIMES,
  "bun.mjs": [BUN],
  "deno.mjs": [DENO],
};
const OTHERS = [
  "worker.mjs",
  "types.ts",
  "answers.mjs",
  "sqlite.mjs",
  "redis.mjs",
  "receiver.test.mjs",
];

const tscProgram = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
const greeting = () => eventOf({ at: Date.now() });
const post = (url: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

/** Headers as the Standard Webhooks library makes them. */
function standardHeaders(id: string, body: string, at = new Date()): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(SECRET).sign(id, at, body),
  };
}

it("are all tried", () => {
  expect(SAMPLE_NAMES.toSorted()).toEqual([...Object.keys(SERVERS), ...OTHERS].toSorted());
  expect(CODE_BLOCKS).toBe(SAMPLE_NAMES.length);
});

const runs = Object.entries(SERVERS).flatMap(([name, runtimes]) =>
  runtimes.map((runtime) => ({ name, runtime, title: `${name} in ${runtime.name}` })),
);

describe.each(runs)("$title", ({ name, runtime }) => {
  it.skipIf(!isThere(runtime))(
    "takes what the engine sends and what others sign rightly, and nothing else",
    async () => {
      const { url, output } = await serve(runtime, sampleFile(name));
      const { send, until } = await sendingTo(url);
      await send(greeting(), eventOf({ type: "session.created", at: Date.now() }));
      const deliveries = await until(({ status }) => status !== "pending");
      expect(deliveries.map(({ status, httpStatus }) => [status, httpStatus])).toEqual([
        ["delivered", 204],
        ["delivered", 204],
      ]);

      const { id, json } = greeting();
      const right = standardHeaders(id, json);
      const old = standardHeaders(id, json, new Date(Date.now() - 301_000));
      const answers = [
        await post(url, json, right),
        await post(url, json.replace("Hello", "Hallo"), right),
        await post(url, json, old),
        await post(url, json, {}),
      ];
      expect(answers.map(({ status }) => status)).toEqual([204, 401, 401, 401]);
      await expect.poll(output).toMatch(/sent: Hello\n(.|\n)*sent: Hello\n/);
      expect(output()).not.toContain("Hallo");
    },
  );
});

describe("worker.mjs", () => {
  it("answers a request with the secret of its environment", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    onTestFinished(() => log.mockRestore());
    const { default: worker } = (await import(pathToFileURL(sampleFile("worker.mjs")).href)) as {
      default: { fetch: (request: Request, env: object) => Promise<Response> };
    };
    const { id, json: body } = greeting();
    const headers = standardHeaders(id, body);
    const request = new Request("https://example.com/", { method: "POST", body, headers });
    expect((await worker.fetch(request, { WEBHOOK_SECRET: SECRET })).status).toBe(204);
    expect(log.mock.calls).toEqual([["sent:", "Hello"]]);
  });
});

describe("answers.mjs", () => {
  it("slows down, gives up and ends as its comments say", async () => {
    const { url } = await serve(NODE, sampleFile("answers.mjs"));
    const { send, until } = await sendingTo(url, {
      retry: { kind: "schedule", delaysMs: [100, 100, 100] },
    });
    await send(eventOf({ type: "message.received", at: Date.now() }), greeting());
    const [sent, received] = await until(({ status }) => ["delivered", "dead"].includes(status));
    expect(received).toMatchObject({
      eventType: "message.received",
      status: "delivered",
      attempts: 2,
    });
    expect((received?.updatedAt ?? 0) - (received?.createdAt ?? 0)).toBeGreaterThanOrEqual(2000);
    expect(sent).toMatchObject({ status: "dead", attempts: 1, httpStatus: 422 });
    expect(sent?.error).toContain("webhook-delivery: abort-message");
  });

  it("ends the endpoint", async () => {
    const { url } = await serve(NODE, sampleFile("answers.mjs"));
    const { send, until, state } = await sendingTo(url);
    await send(eventOf({ type: "session.ended", at: Date.now() }));
    await until(({ httpStatus }) => httpStatus === 410);
    await expect.poll(state).toBe("disabled");
  });
});

/** One event by three senders, the last of them to a process that starts anew: each has it delivered, and it is handled once. */
async function handledOnce(start: () => Promise<Served>): Promise<void> {
  const event = greeting();
  const [first, second] = [await start(), await start()];
  for (const { url } of [first, first, second]) {
    const { send, until } = await sendingTo(url);
    await send(event);
    await until(({ status }) => status === "delivered");
  }
  const { send, until } = await sendingTo(second.url);
  await send(greeting());
  await until(({ status }) => status === "delivered");
  await expect.poll(() => second.output().match(/sent: Hello/g)?.length).toBe(1);
  expect(first.output().match(/sent: Hello/g)).toHaveLength(1);
}

describe("sqlite.mjs", () => {
  it.each([NODE, DENO].filter(isThere))(
    "handles an event once, in two processes, in $name",
    async (runtime) => {
      const folder = mkdtempSync(join(tmpdir(), "openclaw-webhooks-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const env = { SEEN_FILE: join(folder, "seen.db") };
      await handledOnce(() => serve(runtime, sampleFile("sqlite.mjs"), env));
    },
  );
});

describe.skipIf(!hasPrograms("redis-server"))("redis.mjs", () => {
  it.each([NODE_20, NODE, BUN].filter(isThere))(
    "handles an event once, in two processes, in $name",
    async (runtime) => {
      const port = await freePort();
      const args = ["--port", String(port), "--save", "", "--appendonly", "no"];
      const redis = await startProgram("redis-server", args, port);
      onTestFinished(redis.stop);
      const env = { REDIS_URL: `redis://127.0.0.1:${port}` };
      await handledOnce(() => serve(runtime, sampleFile("redis.mjs"), env));
    },
  );
});

describe("receiver.test.mjs", () => {
  it.each([NODE_20, NODE].filter(isThere))("passes in $name", ({ command: [node] }) => {
    const told = execFileSync(node, ["--test", sampleFile("receiver.test.mjs")], {
      encoding: "utf8",
      // Node's runner tells a parent of the same kind in another way.
      env: { PATH: process.env["PATH"] ?? "" },
    });
    expect(told).toMatch(/^(# |ℹ )pass 1$/m);
  });
});

describe("types.ts", () => {
  const tsc = (file: string): string[] => {
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022"];
    const args = [...options, "--lib", "es2022,dom", "--types", "node", "--ignoreConfig", file];
    const { stdout } = spawnSync(tscProgram, args, { encoding: "utf8" });
    return stdout.split("\n").filter((line) => line.includes("error"));
  };

  it("compiles against the packed package, and a wrong field in it does not", () => {
    const file = sampleFile("types.ts");
    expect(tsc(file)).toEqual([]);
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("data.tool.success", "data.tool.params.x"),
    );
    expect(tsc(file)).toEqual([expect.stringContaining("error TS")]);
  });
});
