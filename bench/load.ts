// What every row of the benchmark sends: the same endpoint, secret and event of about 1 kB.
import { createHmac } from "node:crypto";
import type { Endpoint, Settings } from "../src/config/settings.ts";
import { createIdSource } from "../src/engine/ids.ts";
import type { EventRecord } from "../src/engine/record.ts";
import { DEFAULT_LOG } from "../src/engine/log/janitor.ts";

export const CONNECTIONS = 64;
export const USER_AGENT = "openclaw-event-webhooks/bench";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CONTENT = "The deployment of the customer portal has finished. ".repeat(13);
const ids = createIdSource();

export function eventRecord(now: number): EventRecord {
  const id = ids.next("evt", now);
  const data = {
    agentId: "support",
    sessionId: "session-001",
    sessionKey: "agent:support:main",
    channel: "telegram",
    userId: "user_12345",
    message: { role: "assistant", content: CONTENT, messageId: "msg_xyz789" },
    model: "claude-sonnet-4",
    usage: { inputTokens: 200, outputTokens: 450 },
  };
  const timestamp = new Date(now).toISOString();
  const json = JSON.stringify({ id, type: "message.sent", timestamp, instanceId: "bench", data });
  const { agentId, sessionKey, channel, userId } = data;
  return { id, type: "message.sent", at: now, agentId, sessionKey, channel, userId, json };
}

/** The tutorial's signature, made anew for each request. */
export function signed(body: string): { timestamp: string; signature: string } {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", SECRET).update(`${timestamp}.${body}`).digest("hex");
  return { timestamp, signature: `sha256=${digest}` };
}

export function settingsFor(url: string): Settings {
  const endpoint: Endpoint = {
    name: "bench",
    url,
    secrets: [{ value: SECRET }],
    events: ["*"],
    filter: {},
    headers: {},
    retry: {
      kind: "exponential",
      maxAttempts: 3,
      backoffMs: 1000,
      maxBackoffMs: 10_000,
      factor: 2,
    },
    timeoutMs: 15_000,
    connectTimeoutMs: 5000,
    concurrency: CONNECTIONS,
    disableAfterMs: 432_000_000,
    ordering: "none",
    payload: "full",
    allowPrivateNetwork: true,
  };
  return {
    instanceId: "bench",
    endpoints: [endpoint],
    inbound: { enabled: false, basePath: "/in", routes: [], concurrency: 1, maxWaiting: 1 },
    log: { ...DEFAULT_LOG, maxAgeMs: 86_400_000 },
    limits: { maxEventBytes: 1_048_576, maxQueuedEvents: 50_000, maxQueuedBytes: 67_108_864 },
    problems: [],
    warnings: [],
  };
}
