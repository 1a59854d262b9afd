// From a sender's request to the reply at the address that it brought: the door, the engine's thread, its database,
// the guard and TLS are the genuine ones; the host's agent and the chats are stand-ins.
import { createHmac } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveSettings } from "../../src/config/resolve.ts";
import { createEngineClient, type EngineClient } from "../../src/engine/thread/client.ts";
import { createIdSource } from "../../src/engine/ids.ts";
import { startInbound, type RunningInbound } from "../../src/host/inbound/start-inbound.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { startChatServer, type ChatServer } from "../support/chat-server.ts";

const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const CANARY = "canaryOfSlack1234";

describe("a reply that comes later", () => {
  let chats: ChatServer;
  let client: EngineClient;
  let inbound: RunningInbound;
  let directory: string;
  const earlier = { ...process.env };

  beforeAll(async () => {
    chats = await startChatServer();
    const { CHAT_HOSTS, CHAT_PORT } = chats.env;
    // A thread begins with a copy of them.
    Object.assign(process.env, { CHAT_HOSTS, CHAT_PORT });
    directory = mkdtempSync(join(tmpdir(), "event-webhooks-"));
    const auth = { preset: "slack", secret: SECRET };
    const endpoints = { ask: { agentId: "a", template: "{{body.command}}", auth } };
    const context = { hostName: "h", eventTypes: [], presets: PRESETS, now: Date.now() };
    const resolved = resolveSettings({ inbound: { endpoints } }, context);
    if (!resolved.ok) throw new Error("not resolved");
    const { settings } = resolved;
    client = createEngineClient({
      path: join(directory, "event-webhooks", "log.sqlite"),
      settings,
      userAgent: "test/1",
      workerUrl: new URL("../support/chat-thread.ts", import.meta.url),
    });
    const subagent = {
      run: async () => ({ runId: "run-1" }),
      waitForRun: async () => ({ status: "ok", terminalReply: { text: "<!channel> done & well" } }),
      getSessionMessages: async () => ({ messages: [] }),
    };
    const runtime = { subagent, channel: {}, config: {} };
    const ids = createIdSource();
    inbound = startInbound({
      api: { config: {}, runtime } as unknown as OpenClawPluginApi,
      settings: settings.inbound,
      keepBodies: false,
      client,
      ids,
      envelope: {
        instanceId: "h",
        maxEventBytes: 1_048_576,
        newId: (at: number) => ids.next("evt", at),
      },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
  });
  afterAll(async () => {
    inbound.stop();
    await client.stop(5000);
    await chats.close();
    process.env = earlier;
    rmSync(directory, { recursive: true, force: true });
  });

  it("is posted where the command said, is durable, and stands nowhere in the clear", async () => {
    const response_url = `https://hooks.slack.com/commands/T0001/2002/${CANARY}`;
    const rawBody = Buffer.from(new URLSearchParams({ command: "/ask", response_url }).toString());
    const at = String(Math.floor(Date.now() / 1000));
    const mac = createHmac("sha256", SECRET).update(`v0:${at}:`).update(rawBody).digest("hex");
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": at,
      "x-slack-signature": `v0=${mac}`,
    };
    const head = {
      method: "POST",
      url: "/ask",
      headers,
      query: {},
      peer: "203.0.113.9",
      receivedAt: Date.now(),
    };
    chats.fail(1);
    const answer = await inbound.receptionist.answer(head, ["ask", ""], async () => ({
      kind: "whole",
      rawBody,
    }));
    expect(answer).toMatchObject({ status: 200, body: "" });
    await chats.answered(2);
    expect(
      chats.received.map(({ host, path, body, status }) => [host, path, body, status]),
    ).toEqual(
      [503, 200].map((status) => [
        "hooks.slack.com",
        `/commands/T0001/2002/${CANARY}`,
        {
          response_type: "ephemeral",
          replace_original: false,
          text: "&lt;!channel&gt; done &amp; well",
        },
        status,
      ]),
    );
    const kept = join(directory, "event-webhooks");
    expect(statSync(join(kept, "reply.key")).mode & 0o777).toBe(0o600);
    for (const file of readdirSync(kept))
      expect(readFileSync(join(kept, file)).includes(CANARY), file).toBe(false);
    const shown = [
      await client.call("list", [{ limit: 10 }]),
      await client.call("listRequests", [{ limit: 10 }]),
    ];
    expect(JSON.stringify(shown)).not.toContain(CANARY);
    expect(JSON.stringify(shown)).toContain("reply:ask");
  });
});
