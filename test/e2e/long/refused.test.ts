// What strangers can cause in the genuine Gateway: little in the log, little in memory, nothing for proven senders.
import { readdir, stat } from "node:fs/promises";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { sign } from "@octokit/webhooks-methods";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { RequestDetail, RequestRow } from "../../../src/view/request.ts";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const GITHUB_SECRET = "It's a Secret to Everybody";
const json = { "content-type": "application/json" };
const wrong = { ...json, "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
/** Larger than what a stranger's body may weigh in the log, in a flood of some megabytes. */
const body64k = JSON.stringify({ text: "x".repeat(65_000) });

describe("strangers at the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  const sockets: Socket[] = [];

  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    await response.arrayBuffer();
    return response.status;
  };
  const signedBy = async (body: string): Promise<Record<string, string>> => ({
    ...json,
    "x-hub-signature-256": await sign(GITHUB_SECRET, body),
  });
  const databaseBytes = async (): Promise<number> => {
    const folder = join(stage.host.stateDir, "event-webhooks");
    const names = (await readdir(folder)).filter((name) => name.includes(".sqlite"));
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(join(folder, name))).size),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  /** Resident memory of the Gateway's process. */
  const residentBytes = async (): Promise<number> => {
    const { readFile } = await import("node:fs/promises");
    const status = await readFile(`/proc/${gateway.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  };

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    const agentId = "alert-handler";
    const push = {
      agentId,
      template: "{{body.n}}",
      auth: { preset: "github", secret: GITHUB_SECRET },
      filter: { where: { "body.run": true } },
    };
    const config = {
      endpoints: [],
      log: { maxRejectedBytes: 1_048_576 },
      inbound: {
        endpoints: {
          flooded: push,
          trickled: push,
          limited: { ...push, rateLimit: { requests: 5, perMs: 600_000 } },
          guessed: { ...push, auth: { type: "bearer", token: "a-token-that-nobody-guesses" } },
        },
      },
    };
    await stage.host.writeConfig({
      ...stage.hostConfig(),
      gateway: {
        ...(stage.hostConfig()["gateway"] as object),
        trustedProxies: ["127.0.0.1", "::1"],
      },
      plugins: {
        allow: ["telegram", "event-webhooks"],
        entries: { "event-webhooks": { enabled: true, config } },
      },
    });
    gateway = await stage.host.start();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await stage.dispose();
  });

  it("use up nothing of a proven sender's rateLimit: its five come after five wrong ones", async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1)
      statuses.push(await send("POST", "limited", wrong, "{}"));
    for (let index = 0; index < 6; index += 1) {
      const body = JSON.stringify({ index });
      statuses.push(await send("POST", "limited", await signedBy(body), body));
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 200, 200, 200, 200, 200, 429]);
  });

  it("are locked out of a status after twenty guesses, and nobody else is", async () => {
    const path = "guessed/req_00000000000000000000000000";
    const guess = { authorization: "Bearer nope", "x-forwarded-for": "203.0.113.9" };
    const right = { authorization: "Bearer a-token-that-nobody-guesses" };
    const statuses: number[] = [];
    for (let index = 0; index < 400; index += 1) statuses.push(await send("GET", path, guess));
    expect(statuses.filter((status) => status !== 429)).toEqual(Array(20).fill(401));
    expect(await send("POST", "guessed", { ...guess, ...json }, "{}")).toBe(429);
    expect(await send("GET", path, { ...right, "x-forwarded-for": "203.0.113.10" })).toBe(404);
  });

  it("behind a proxy that names nobody keep no right proof out", async () => {
    const path = "guessed/req_00000000000000000000000000";
    for (let index = 0; index < 40; index += 1)
      await send("GET", path, { authorization: "Bearer nope" });
    const right = { authorization: "Bearer a-token-that-nobody-guesses" };
    expect(await send("GET", path, right)).toBe(404);
  });

  it("cost the log a small part of what they send, and are told by a hash", async () => {
    const before = await databaseBytes();
    // Enough that the write-ahead log, which is short by a machine's leave, is a small part of it.
    const rounds = 80;
    for (let round = 0; round < rounds; round += 1) {
      const statuses = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          // Each from an address of its own, which no budget of one party stops.
          send(
            "POST",
            "flooded",
            { ...wrong, "x-forwarded-for": `198.51.${round}.${index}` },
            body64k,
          ),
        ),
      );
      expect(new Set(statuses)).toEqual(new Set([401]));
    }
    const sent = rounds * 20 * body64k.length;
    expect((await databaseBytes()) - before).toBeLessThan(sent / 4);
    const listed = (await stage.host.call("eventWebhooks.requests.list", {
      route: "flooded",
      limit: 1,
    })) as { requests: RequestRow[] };
    const id = listed.requests[0]?.id ?? "";
    const detail = (await stage.host.call("eventWebhooks.requests.show", {
      id,
      body: true,
    })) as RequestDetail;
    expect(detail.body).toBeUndefined();
    expect(detail.bodyHash?.bytes).toBe(body64k.length);
    expect(detail.bodyHash?.hint).toContain("log.keepRejectedBodies");
    expect(detail.headers?.["x-hub-signature-256"]).toBe("[not kept]");
  });

  it("that trickle take memory only within the bound, and a right signature still passes", async () => {
    const head = `POST /webhooks/inbound/trickled HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n`;
    const piece = "x".repeat(500_000);
    const trickle = async (connections: number): Promise<void> => {
      for (let index = 0; index < connections; index += 1) {
        const socket = connect(stage.host.port, "127.0.0.1");
        sockets.push(socket);
        socket.on("error", () => undefined);
        await once(socket, "connect");
        socket.write(head);
        socket.write(piece);
      }
    };
    // The room is full after these; what the process takes besides has been taken, too.
    await trickle(200);
    const before = await residentBytes();
    await trickle(1200);
    const body = JSON.stringify({ n: 1 });
    await expect
      .poll(async () => send("POST", "trickled", await signedBy(body), body), { timeout: 20_000 })
      .toBe(200);
    // 600 MB came. What was let go of is given back to the system when the process sees fit.
    await expect
      .poll(async () => (await residentBytes()) - before, { timeout: 20_000 })
      .toBeLessThan(200_000_000);
  });
});
