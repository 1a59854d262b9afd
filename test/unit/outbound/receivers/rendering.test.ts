import { HTTP, type CloudEvent } from "cloudevents";
import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../../src/config/settings.ts";
import { previewOf } from "../../../../src/outbound/preview.ts";
import { endpointOf } from "../../../support/engine-fixture.ts";
import { eventWith } from "../../../support/outbound.ts";
import {
  prepared,
  tryOnce,
  TRIED_AT,
  type ReceivedRequest,
  type ReceiverAnswer,
} from "../../../support/one-try.ts";

type Event = ReturnType<typeof eventWith>;

async function send(
  settings: Partial<Endpoint>,
  event: Event,
  answer: ReceiverAnswer = { status: 200 },
) {
  const requests: ReceivedRequest[] = [];
  const tried = await tryOnce(prepared(settings), event, (request) => {
    requests.push(request);
    return answer;
  });
  return { requests, ...tried };
}

async function bodyOf(settings: Partial<Endpoint>, event: Event): Promise<Record<string, unknown>> {
  const { requests } = await send(settings, event);
  return JSON.parse(requests[0]?.body ?? "") as Record<string, unknown>;
}

const agent = { agentId: "support", sessionKey: "agent:support:main", channel: "telegram" };

describe("the default wording", () => {
  const said = async (type: string, data: object) =>
    (
      await bodyOf(
        { format: "discord", events: [type] },
        eventWith({ ...agent, ...data }, { type }),
      )
    )["content"];

  it.each([
    [
      "message.received",
      { message: { content: "Hi *there*" }, sender: { id: "7", name: "Ada" } },
      "**💬 Ada to support on telegram**\nHi \\*there\\*",
    ],
    [
      "message.sent",
      { message: { content: "Hello" } },
      "**🤖 support replied on telegram**\nHello",
    ],
    ["session.created", {}, "**🟢 New session of support on telegram**\nagent:support:main"],
    [
      "session.ended",
      { reason: "idle", messageCount: 2 },
      "**⚪ Session of support ended: idle**\nagent:support:main\nMessages: 2",
    ],
    [
      "tool.called",
      { tool: { name: "exec", params: { a: 1 } } },
      '**🔧 support calls exec**\n{"a":1}',
    ],
    [
      "tool.completed",
      { tool: { name: "exec", success: false, error: "no", durationMs: 12 } },
      "**❌ exec failed in 12 ms**\nno\nAgent: support",
    ],
    [
      "tool.completed",
      { tool: { name: "exec", success: true, result: "yes" } },
      "**✅ exec finished**\nyes\nAgent: support",
    ],
    [
      "error.occurred",
      { error: { kind: "run", message: "boom", code: "E1", model: "m" } },
      "**🚨 A run of support failed on telegram**\nboom (E1)\nModel: m",
    ],
    [
      "error.occurred",
      { error: { kind: "delivery", message: "boom" } },
      "**🚨 A reply of support could not be delivered on telegram**\nboom",
    ],
    [
      "inbound.failed",
      { request: { route: "alert" }, error: { message: "boom" } },
      "**🚨 Request to alert failed**\nboom\nAgent: support",
    ],
    [
      "delivery.dead",
      { endpoint: { name: "crm" }, count: 1 },
      "**☠️ 1 delivery to crm given up**\nSee: openclaw webhook list --status dead --endpoint crm",
    ],
    [
      "backlog.growing",
      { endpoint: { name: "crm" }, waiting: 5, oldestDueAt: "t" },
      "**🐢 5 deliveries wait for crm**\nThe oldest is due since t.",
    ],
  ] as const)("of %s", async (type, data, words) => {
    expect(await said(type, data)).toBe(words);
  });
});

describe("the operator's own text", () => {
  it("keeps its markup, and what it writes is escaped", async () => {
    const text =
      "**{{ data.agentId }}** said {{ data.message.content | upcase }}{% if data.x %}!{% endif %}";
    const event = eventWith({ ...agent, message: { content: "*hi* @everyone" } });
    const { content } = await bodyOf({ format: "discord", text }, event);
    expect(content).toBe("**support** said \\*HI\\* @\u200BEVERYONE");
  });

  it("comes to nothing: the headline is sent", async () => {
    const { content } = await bodyOf(
      { format: "discord", text: "{{ data.nothing }}" },
      eventWith(agent),
    );
    expect(content).toBe("**🚨 A run of support failed**".replace("failed", "failed on telegram"));
  });

  it("that cannot be rendered ends the delivery with its reason", async () => {
    const text =
      "{% for a in data.list %}{% for b in data.list %}{% for c in data.list %}{{ a }}{% endfor %}{% endfor %}{% endfor %}";
    const list = Array.from({ length: 1000 }, (_, index) => index);
    const { settlement } = await send({ format: "discord", text }, eventWith({ list }));
    expect(settlement).toMatchObject({ status: "dead", attempt: { errorClass: "render" } });
    expect(settlement.attempt?.error).toMatch(/^text: the template cannot be rendered: /);
  });
});

it("cuts 2,500 characters for Discord to 2,000 with an ellipsis", async () => {
  const event = eventWith({ message: { content: "x".repeat(2500) } }, { type: "message.sent" });
  const { content } = await bodyOf({ format: "discord" }, event);
  expect(content).toHaveLength(2000);
  expect(content).toMatch(/^\*\*🤖 the agent replied\*\*\nx+…$/);
});

describe("a text in several parts", () => {
  const event = eventWith({ message: { content: "word ".repeat(1200) } }, { type: "message.sent" });
  const settings: Partial<Endpoint> = {
    format: "line",
    long: "split",
    options: { to: "U1", token: "t" },
  };

  it("goes on behind the part that was taken last", async () => {
    const endpoint = prepared(settings);
    const bodies: string[] = [];
    const statuses = [200, 500, 200];
    const receiver = ({ body }: ReceivedRequest) => {
      bodies.push(body);
      return { status: statuses[bodies.length - 1] ?? 200 };
    };
    const first = await tryOnce(endpoint, event, receiver);
    expect(first.settlement.status).toBe("failed");
    const second = await tryOnce(endpoint, event, receiver, 1);
    expect(second.settlement.status).toBe("delivered");
    expect(bodies).toHaveLength(3);
    expect(bodies[1]).toBe(bodies[2]);
    expect(bodies[0]).not.toBe(bodies[1]);
  });

  it("has a retry key for each part, the same in every attempt, another for another receiver", async () => {
    const keys = async (options: Endpoint["options"]) => {
      const { requests } = await send({ ...settings, options }, event);
      return requests.map(({ headers }) => headers["x-line-retry-key"]);
    };
    const first = await keys({ to: "U1", token: "t" });
    expect(new Set(first).size).toBe(2);
    expect(await keys({ to: "U1", token: "t" })).toEqual(first);
    expect(await keys({ to: "U2", token: "t" })).not.toContain(first[0]);
  });
});

describe("an incident", () => {
  const settings: Partial<Endpoint> = { format: "pagerduty", options: { token: "t" } };
  const told = async (type: string, data: object) => {
    const body = await bodyOf(
      { ...settings, events: [type] },
      eventWith({ ...agent, ...data }, { type }),
    );
    return [body["event_action"], body["dedup_key"]];
  };

  it("opens once for a session, and is resolved when the session works again", async () => {
    const key = "openclaw/node-1/session/agent:support:main";
    expect(await told("error.occurred", { error: { message: "a" } })).toEqual(["trigger", key]);
    expect(await told("error.occurred", { error: { message: "b" } })).toEqual(["trigger", key]);
    expect(await told("message.sent", { message: { content: "fine" } })).toEqual(["resolve", key]);
  });

  it("has the route or the endpoint for its cause where that failed", async () => {
    const request = { route: "alert" };
    expect(await told("inbound.failed", { request })).toEqual([
      "trigger",
      "openclaw/node-1/route/alert",
    ]);
    expect(await told("inbound.completed", { request })).toEqual([
      "resolve",
      "openclaw/node-1/route/alert",
    ]);
    const endpoint = { name: "crm" };
    for (const type of [
      "endpoint.failing",
      "endpoint.disabled",
      "delivery.dead",
      "backlog.growing",
    ]) {
      expect(await told(type, { endpoint })).toEqual(["trigger", "openclaw/node-1/endpoint/crm"]);
    }
    expect(await told("endpoint.recovered", { endpoint })).toEqual([
      "resolve",
      "openclaw/node-1/endpoint/crm",
    ]);
  });

  it("keeps its key within the receiver's limit", async () => {
    const [, key] = await told("error.occurred", { sessionKey: "x".repeat(500) });
    expect(key).toMatch(/^openclaw\/[0-9a-f]{64}$/);
  });

  it("is no message, a new session or a tool: those are not sent", () => {
    const { hears } = prepared(settings);
    expect(
      ["message.received", "session.created", "tool.called"].map((type) =>
        hears(eventWith({}, { type })),
      ),
    ).toEqual([false, false, false]);
    expect(hears(eventWith({}, { type: "error.occurred" }))).toBe(true);
    const preview = previewOf(
      endpointOf(settings),
      eventWith({}, { type: "tool.called" }),
      TRIED_AT,
    );
    expect(preview.checks.find(({ at }) => at === "format")).toMatchObject({
      passed: false,
      found: ["tool.called"],
    });
  });

  it("is closed at Opsgenie by its alias", async () => {
    const url = "https://api.opsgenie.com/v2/alerts";
    const event = eventWith(agent, { type: "message.sent" });
    const { requests } = await send({ ...settings, url, format: "opsgenie" }, event);
    expect(requests[0]?.url.href).toBe(
      `${url}/openclaw%2Fnode-1%2Fsession%2Fagent%3Asupport%3Amain/close?identifierType=alias`,
    );
  });
});

describe("CloudEvents", () => {
  it.each(["structured", "binary", "batched"])("%s is read by the project's SDK", async (mode) => {
    const event = eventWith({ a: 'ü "%' }, { type: "error.occurred" });
    const renamed = { ...event, json: event.json.replace("node-1", "Büro 1 %") };
    const { requests } = await send({ format: "cloudevents", options: { mode } }, renamed);
    const [request] = requests;
    if (!request) throw new Error("nothing was sent");
    const read = HTTP.toEvent({ headers: request.headers, body: request.body }) as
      | CloudEvent
      | CloudEvent[];
    const [got] = Array.isArray(read) ? read : [read];
    expect(got).toMatchObject({
      specversion: "1.0",
      id: "evt_1",
      type: "openclaw.error.occurred",
      time: "2026-03-14T10:30:00.000Z",
      data: { a: 'ü "%' },
    });
    expect(mode === "binary" ? decodeURIComponent(got?.source ?? "") : got?.source).toBe(
      "/openclaw/B%C3%BCro%201%20%25",
    );
  });
});

describe("a format for data", () => {
  it("takes what `transform` makes of the event", async () => {
    const settings: Partial<Endpoint> = {
      format: "splunk-hec",
      options: { token: "t" },
      transform: { who: "{{ data.agentId }}" },
    };
    expect(await bodyOf(settings, eventWith(agent))).toMatchObject({
      event: { who: "support" },
      sourcetype: "openclaw",
    });
  });

  it("keeps what is empty or null in the event", async () => {
    const { event } = await bodyOf(
      { format: "splunk-hec", options: { token: "t" } },
      eventWith({ a: "", b: null }),
    );
    expect(event).toMatchObject({ data: { a: "", b: null } });
  });
});

it("never keeps the signature of DingTalk or Feishu that a receiver sends back", async () => {
  for (const format of ["dingtalk", "feishu"]) {
    let sign = "";
    const endpoint = prepared({ format, secrets: [{ value: "SECabcdefghijklmnop" }] });
    const { settlement } = await tryOnce(endpoint, eventWith(agent), ({ url, body }) => {
      sign = url.searchParams.get("sign") ?? (JSON.parse(body) as { sign: string }).sign;
      return {
        status: 200,
        body: { errcode: 1, errmsg: `bad ${sign}`, code: 1, msg: `bad ${sign}` },
      };
    });
    expect(sign).not.toBe("");
    expect(JSON.stringify(settlement)).not.toContain(sign);
    expect(settlement.attempt?.error).toMatch(/ 1: bad \[masked\]$/);
  }
});

it("keeps to the vendor's rate unless the endpoint has one of its own", () => {
  expect(prepared({ format: "wecom" }).endpoint.rateLimits).toEqual([
    { requests: 20, perMs: 60_000 },
  ]);
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot : both hold.
  expect(prepared({ format: "feishu" }).endpoint.rateLimits).toEqual([
    { requests: 100, perMs: 60_000 },
    { requests: 5, perMs: 1000 },
  ]);
  const rateLimits = [{ requests: 1, perMs: 5 }];
  expect(prepared({ format: "wecom", rateLimits }).endpoint.rateLimits).toBe(rateLimits);
  expect(prepared({}).endpoint.rateLimits).toBeUndefined();
});

it("is shown by a preview with its parts, its address and without its secrets", () => {
  const endpoint = endpointOf({
    format: "discord",
    long: "split",
    url: "https://discord.com/api/webhooks/1/t0k3n-T0K3N-t0k3n?thread_id={{ data.thread }}",
    secrets: [],
  });
  const event = eventWith(
    { thread: 5, message: { content: "x".repeat(2500) } },
    { type: "message.sent" },
  );
  const { body, more, target, problem } = previewOf(endpoint, event, TRIED_AT);
  expect(problem).toBeUndefined();
  expect(more).toHaveLength(1);
  expect(JSON.parse(body ?? "")).toMatchObject({ allowed_mentions: { parse: [] } });
  expect(target).toBe("https://discord.com/api/webhooks/1/[masked]?thread_id=5");
  const pager = previewOf(
    endpointOf({ format: "pagerduty", options: { token: "r0uting-k3y" } }),
    event,
    TRIED_AT,
  );
  expect(JSON.parse(pager.body ?? "")).toMatchObject({ routing_key: "[masked]" });
  const line = previewOf(
    endpointOf({ format: "line", options: { to: "U", token: "l1ne-t0k3n" } }),
    event,
    TRIED_AT,
  );
  expect(JSON.stringify(line)).not.toContain("l1ne-t0k3n");
});
