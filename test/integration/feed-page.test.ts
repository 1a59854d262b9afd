// The programs on the page about feeds, taken out of it and run.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endpointOf, eventOf } from "../support/engine-fixture.ts";
import { openFeedServer, type FeedServer } from "../support/feed-server.ts";
import { createEngineRoom, type RunningEngine } from "../support/running-engine.ts";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/pull.md", root), "utf8");
const sampleOf = (language: string, marks: string): string =>
  [...page.matchAll(/```(\w+)\n(.*?)```/gs)].find(
    ([, kind, text = ""]) => kind === language && text.includes(marks),
  )?.[2] ?? "";

const TOKEN = "tok_1d2c3b4a5f";
const endpoint = endpointOf({ name: "notebook", url: "", feed: { tokens: [{ value: TOKEN }] } });
const room = createEngineRoom();
let engine: RunningEngine;
let server: FeedServer;
let directory: string;
let program: ChildProcess | undefined;

beforeEach(async () => {
  engine = room.start([endpoint]);
  await engine.client.configured();
  const pace = { heartbeatMs: 1000, unacknowledgedMs: 200, idleMs: 60_000, stalledMs: 1000 };
  server = await openFeedServer({ client: engine.client, endpoints: [endpoint], pace });
  directory = mkdtempSync(join(tmpdir(), "event-webhooks-page-"));
  mkdirSync(join(directory, "node_modules"));
  for (const name of ["eventsource", "eventsource-parser"])
    symlinkSync(
      fileURLToPath(new URL(`node_modules/${name}`, root)),
      join(directory, "node_modules", name),
    );
}, 60_000);
afterEach(async () => {
  program?.kill("SIGKILL");
  await server.close();
  await room.clean();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

/** What it has printed so far. */
function run(command: string, args: string[]): () => string {
  const env = { ...process.env, FEED: `${server.url}/notebook`, TOKEN };
  program = spawn(command, args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  program.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  return () => printed;
}

test.each([
  ["the loop with curl", "bash", "curl -fsS"],
  ["the loop in Node", "js", "page.error.cursor"],
  ["server-sent events", "js", "new EventSource"],
])(
  "%s prints what happens, and acknowledges it",
  async (_name, language, marks) => {
    const text = sampleOf(language, marks);
    expect(text).not.toBe("");
    const file = join(directory, language === "js" ? "consumer.mjs" : "consumer.sh");
    writeFileSync(file, text);
    const events = [eventOf(), eventOf()];
    engine.client.capture(events[0]!);
    const printed = run(language === "js" ? process.execPath : "bash", [file]);
    await vi.waitFor(() => expect(printed()).toContain(events[0]!.id), { timeout: 40_000 });
    engine.client.capture(events[1]!);
    await vi.waitFor(() => expect(printed()).toContain(events[1]!.id), { timeout: 40_000 });
    await vi.waitFor(
      async () => expect(await engine.client.call("stats", [])).toMatchObject({ delivered: 2 }),
      { timeout: 40_000 },
    );
  },
  150_000,
);
