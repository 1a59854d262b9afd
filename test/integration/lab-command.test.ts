// `openclaw webhook lab` as a process, and an engine that delivers to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import type { LabDelivery } from "../../src/cli/offline/lab/delivery.ts";
import type { LabCommandOptions } from "../../src/cli/offline/lab/run.ts";
import { eventOf } from "../support/engine-fixture.ts";
import { startFaultReceiver } from "../support/fault-receiver.ts";
import { createEngineRoom, localEndpoint } from "../support/running-engine.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const SCRIPT = fileURLToPath(new URL("../support/lab-command.ts", import.meta.url));

const room = createEngineRoom();
afterEach(() => room.clean());

interface LabProcess {
  /** The address that it said it listens on. */
  url: Promise<string>;
  stdout: Promise<string>;
  stderr: Promise<string>;
  code: Promise<number | null>;
  interrupt: () => void;
}

function startLab(options: LabCommandOptions): LabProcess {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify({ port: "0", ...options })], {
    env: { ...process.env, OPENCLAW_CONFIG_PATH: "/nowhere/openclaw.json" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = new Promise<string>((resolve) => {
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const [, found] = /^Listening on (\S+)/m.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    stdout: text(child.stdout),
    stderr: text(child.stderr),
    code: once(child, "close").then(([code]) => code as number | null),
    interrupt: () => void child.kill("SIGINT"),
  };
}

const answers = (...wanted: string[]): LabCommandOptions => ({ answer: wanted.join(",") });

describe("the lab", () => {
  it("fails as it is told, verifies each attempt, and ends after so many", async () => {
    const lab = startLab({
      ...answers("503*2", "truncate", "200"),
      secret: SECRET,
      json: true,
      once: "4",
    });
    const { client, until } = room.start([localEndpoint(await lab.url)]);
    const event = eventOf();
    client.capture(event);
    await until(({ delivered }) => delivered === 1);
    expect(await lab.code).toBe(0);
    const deliveries = (await lab.stdout)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as LabDelivery);
    expect(deliveries.map(({ attempt, answered }) => [attempt, answered])).toEqual([
      [1, "503"],
      [2, "503"],
      [3, "200, cut short"],
      [4, "200"],
    ]);
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({ event: event.type, eventId: event.id, verified: true });
      expect(delivery).not.toHaveProperty("body");
    }
    expect(await lab.stderr).toContain(
      "4 received: 4 verified, 0 not verified; 1 distinct event, 3 again.",
    );
    const [row] = await client.call("list", [{ limit: 1 }]);
    const shown = await client.call("show", [row?.id ?? ""]);
    expect(shown?.attempts.map(({ errorClass }) => errorClass)).toEqual([
      "status",
      "status",
      "truncated",
      undefined,
    ]);
  });

  it("says that a sender gave up on an answer that did not come to its end", async () => {
    const lab = startLab({ ...answers("trickle", "200"), secret: SECRET, once: "2" });
    const endpoint = localEndpoint(await lab.url, { timeoutMs: 300 });
    const { client, until } = room.start([endpoint]);
    client.capture(eventOf());
    await until(({ delivered }) => delivered === 1);
    expect(await lab.code).toBe(0);
    expect(await lab.stdout).toMatch(/try 1 .* 200, trickling; the sender hung up$/m);
    expect(await lab.stdout).toMatch(/try 2 .* 200$/m);
  });

  it("ends with its sum and 1 when it is interrupted and something was not verified", async () => {
    const lab = startLab({ secret: OTHER, body: true });
    const { client, until } = room.start([localEndpoint(await lab.url)]);
    client.capture(eventOf());
    await until(({ delivered }) => delivered === 1);
    // Judged after it was answered, but in the same turn as the next request can be read.
    expect((await fetch(await lab.url)).status).toBe(405);
    lab.interrupt();
    expect(await lab.code).toBe(1);
    const [stdout, stderr] = await Promise.all([lab.stdout, lab.stderr]);
    expect(stdout).toMatch(/message\.sent +try 1 +✗ NOT verified +\d+ ms +200$/m);
    expect(stdout).toContain("secret: the signature does not fit");
    expect(stdout).toContain('"content": "Hello"');
    expect(stderr).toContain("1 received: 0 verified, 1 not verified");
    for (const secret of [SECRET, OTHER]) expect(stdout + stderr).not.toContain(secret);
  });

  it("says so when its port is taken", async () => {
    const other = await startFaultReceiver();
    onTestFinished(() => other.close());
    const lab = startLab({ port: `${other.port}` });
    expect(await lab.code).toBe(1);
    expect(await lab.stderr).toBe(
      `cannot listen on 127.0.0.1:${other.port}: it is taken; choose another with --port\n`,
    );
  });
});
