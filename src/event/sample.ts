// One sample of each event, for `openclaw webhook test`. Invents everything: nothing in it comes from a user.
import type { EventType } from "../generated/event-types.ts";
import type { Draft, Subject } from "./draft.ts";

const SUBJECT: Subject = {
  agentId: "sample-agent",
  sessionId: "sample-session",
  sessionKey: "agent:sample-agent:sample",
  runId: "sample-run",
  channel: "webchat",
  userId: "sample-user",
  trigger: "user",
};

const request = { id: "req_sample", route: "sample" };
const tool = { name: "exec", callId: "call_sample", params: { command: "date" } };
const usage = { inputTokens: 200, outputTokens: 450, totalTokens: 650 };
const model = "sample-model";
const endpoint = { name: "sample-endpoint" };
const sometime = "2026-03-14T10:30:00.000Z";

type Samples = { [D in Draft as D["type"]]: D["data"] };

const SAMPLES: Samples = {
  "message.received": {
    message: { role: "user", content: "This is a sample message.", messageId: "msg_sample" },
    sender: { id: "sample-user", name: "Sample User" },
  },
  "message.sent": {
    message: { role: "assistant", content: "This is a sample reply.", messageId: "msg_sample" },
    delivery: "confirmed",
    to: "sample-user",
    model,
    usage,
  },
  "session.created": {},
  "session.ended": { reason: "idle", messageCount: 2 },
  "tool.called": { tool },
  "tool.completed": { tool: { ...tool, success: true, result: "a sample result", durationMs: 12 } },
  "error.occurred": { error: { kind: "run", message: "This is a sample error." } },
  "inbound.completed": {
    request,
    reply: "This is a sample reply.",
    model,
    usage,
    durationMs: 1200,
  },
  "inbound.failed": { request, error: { kind: "inbound", message: "This is a sample error." } },
  "endpoint.failing": {
    endpoint: { ...endpoint, state: "parked", reason: "HTTP 503", failingSince: sometime },
  },
  "endpoint.disabled": {
    endpoint: { ...endpoint, state: "disabled", reason: "HTTP 410", failingSince: sometime },
  },
  "endpoint.recovered": { endpoint: { ...endpoint, state: "ok" } },
  "delivery.dead": {
    endpoint,
    count: 1,
    deliveries: [
      {
        id: "dlv_sample",
        eventId: "evt_sample",
        event: "message.sent",
        attempts: 3,
        error: "HTTP 500",
      },
    ],
  },
  "backlog.growing": {
    endpoint: { ...endpoint, state: "parked", reason: "HTTP 503" },
    waiting: 120,
    oldestDueAt: sometime,
  },
  "webhook.test": { message: { role: "assistant", content: "This is a test of your webhook." } },
};

/** `at`: ms since the epoch. */
export function sampleDraft(type: EventType, at: number): Draft {
  const data = SAMPLES[type];
  // What is about an endpoint is about no agent.
  const subject = "endpoint" in data ? {} : SUBJECT;
  // Each type has the data of its own row; TypeScript cannot follow that through a union.
  return { type, at, subject, data } as Draft;
}
