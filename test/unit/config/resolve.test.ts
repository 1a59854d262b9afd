import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../../src/config/resolve.ts";
import { context, readFixture, settingsOf } from "./fixtures.ts";

const url = "https://myhook.test/hook";

describe("the tutorial's block", () => {
  it("means the same with and without its wrapper", () => {
    const inline = settingsOf(readFixture("valid/tutorial-block-inline"));
    expect(settingsOf(readFixture("valid/tutorial-block"))).toEqual(inline);
  });

  it("runs as it is written once CRM_API_KEY is there", () => {
    const text = JSON.stringify(readFixture("valid/tutorial-block"));
    const { endpoints } = settingsOf(JSON.parse(text.replace("${CRM_API_KEY}", "key-1")));
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]).toMatchObject({
      name: "main-webhook",
      url: "https://your-server.com/openclaw/events",
      secrets: [{ value: "whsec_xxxxxxxxxxxxxxxx" }],
      headers: { "X-API-Key": "key-1" },
      retry: { kind: "exponential", maxAttempts: 3, backoffMs: 1000, factor: 2 },
      filter: { agentIds: ["customer-support", "hr-assistant"] },
    });
    expect(endpoints[0]).not.toHaveProperty("held");
  });

  it("is held, and still records its events, while CRM_API_KEY is missing", () => {
    const [endpoint] = settingsOf(readFixture("valid/tutorial-block")).endpoints;
    const reason =
      "endpoints[0].headers.X-API-Key: the environment variable CRM_API_KEY is not set; set it where the Gateway runs, and restart the Gateway";
    expect(endpoint?.held).toBe(reason);
    expect(endpoint?.events).toHaveLength(7);
    expect(JSON.stringify(endpoint)).not.toContain("CRM_API_KEY}");
  });
});

describe("an endpoint's defaults", () => {
  it("are those that the schema and docs/settings.md state", () => {
    expect(settingsOf({ endpoints: [{ url }] }).endpoints[0]).toEqual({
      name: "myhook.test",
      url,
      secrets: [],
      events: ["*"],
      filter: {},
      headers: {},
      retry: {
        kind: "schedule",
        // 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 3 h, 6 h, 12 h, 24 h
        delaysMs: [
          5000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000,
          86_400_000,
        ],
      },
      timeoutMs: 15_000,
      connectTimeoutMs: 5000,
      concurrency: 32,
      disableAfterMs: 432_000_000,
      ordering: "none",
      payload: "full",
      allowPrivateNetwork: false,
    });
  });

  it("do not cut a first pause that was written above the default cap", () => {
    const [endpoint] = settingsOf({
      endpoints: [{ url, retry: { backoffMs: 7_200_000 } }],
    }).endpoints;
    expect(endpoint?.retry).toMatchObject({ backoffMs: 7_200_000, maxBackoffMs: 7_200_000 });
  });
});

describe("endpoints", () => {
  it("may be a map of names", () => {
    const { endpoints, problems } = settingsOf({ endpoints: { crm: { url }, audit: { url } } });
    expect([endpoints.map(({ name }) => name), problems]).toEqual([["crm", "audit"], []]);
  });

  it("run beside agents and a log that cannot be read", () => {
    const { endpoints } = settingsOf({ endpoints: [{ url }], agents: 5, log: { maxRows: 10 } });
    expect(endpoints.map(({ held }) => held)).toEqual([undefined]);
  });
});

describe("what retry leaves out", () => {
  const twoDaysMs = 168_035_000;
  const reachOf = (retry: object): number => {
    const [endpoint] = settingsOf({ endpoints: [{ url, retry }] }).endpoints;
    const policy = endpoint?.retry;
    if (policy?.kind === "schedule") return policy.delaysMs.reduce((sum, delay) => sum + delay, 0);
    let reach = 0;
    for (let n = 1; n < (policy?.maxAttempts ?? 0); n += 1)
      reach += Math.min(policy!.backoffMs * policy!.factor ** (n - 1), policy!.maxBackoffMs);
    return reach;
  };

  it.each([{ backoffMs: 2000 }, { factor: 3 }, { maxBackoffMs: 7_200_000 }, {}])(
    "keeps the default schedule's reach with %j",
    (retry) => {
      const reach = reachOf(retry);
      expect([reach >= twoDaysMs, reach < twoDaysMs * 1.1]).toEqual([true, true]);
    },
  );

  it("cuts the default schedule where only the attempts are counted", () => {
    const [endpoint] = settingsOf({ endpoints: [{ url, retry: { maxAttempts: 3 } }] }).endpoints;
    expect(endpoint?.retry).toEqual({ kind: "schedule", delaysMs: [5000, 30_000] });
  });
});

describe("names", () => {
  it("come from the host of the URL, numbered where taken, never one that was written", () => {
    const names = settingsOf({
      endpoints: [{ url }, { url }, { url, name: "myhook.test-2" }, { url: "http://[::1]:8080/" }],
    }).endpoints.map(({ name }) => name);
    expect(names).toEqual(["myhook.test", "myhook.test-3", "myhook.test-2", "1"]);
  });

  it("stay when another endpoint of the same host is switched off", () => {
    const { endpoints } = settingsOf({ endpoints: [{ url, enabled: false }, { url }] });
    expect(endpoints.map(({ name }) => name)).toEqual(["myhook.test-2"]);
  });

  it("given twice hold the second, whose events wait under a name of their own", () => {
    const { endpoints } = settingsOf(readFixture("invalid/same-name"));
    expect(endpoints.map(({ name, held, events }) => [name, held !== undefined, events])).toEqual([
      ["main", false, ["*"]],
      ["main-2", true, ["*"]],
    ]);
  });
});

describe("a held endpoint", () => {
  it("does not keep the others from running", () => {
    const { endpoints } = settingsOf(readFixture("invalid/misspelt-event"));
    expect(endpoints.map(({ name, held }) => [name, held])).toEqual([
      ["good", undefined],
      [
        "bad",
        'endpoints[1].events[0]: unknown event "message.recieved", did you mean "message.received"?',
      ],
    ]);
  });

  it.each([
    { wrong: { events: ["message.recieved"] }, events: ["*", "message.recieved"], filter: {} },
    { wrong: { events: "message.*" }, events: ["*"], filter: {} },
    {
      wrong: { events: ["delivery.dead", "tool.caled"] },
      events: ["*", "delivery.dead", "tool.caled"],
      filter: {},
    },
    {
      wrong: { filter: { agentIds: "support", channels: ["telegram"] } },
      events: ["*"],
      filter: { channels: ["telegram"] },
    },
    { wrong: { fliter: { agentIds: ["support"] } }, events: ["*"], filter: {} },
    { wrong: { timeout: 5, events: ["message.*"] }, events: ["message.*"], filter: {} },
  ])("records too much rather than too little with $wrong", ({ wrong, events, filter }) => {
    const [endpoint] = settingsOf({ endpoints: [{ name: "bad", url, ...wrong }] }).endpoints;
    expect([endpoint?.events, endpoint?.filter]).toEqual([events, filter]);
    expect(endpoint).toHaveProperty("held");
  });

  it.each([
    [{ name: "a" }, "a", 'endpoints[0]: "url" is missing'],
    [
      "https://myhook.test/hook",
      "myhook.test",
      'endpoints[0]: expected an object, found "https://myhook.test/hook"; endpoints[0]: its events wait as "myhook.test": name it so, and what waited is sent',
    ],
    [
      {},
      "endpoint",
      'endpoints[0]: "url" is missing; endpoints[0]: its events wait as "endpoint": name it so, and what waited is sent',
    ],
  ])("records under a name that can be given to it: %j", (written, name, held) => {
    const [endpoint] = settingsOf({ endpoints: [written] }).endpoints;
    expect([endpoint?.name, endpoint?.events, endpoint?.held]).toEqual([name, ["*"], held]);
  });

  it("names every problem with the endpoint it belongs to", () => {
    const { problems } = settingsOf(readFixture("invalid/wrong-values"));
    expect(new Set(problems.map(({ endpoint }) => endpoint))).toEqual(new Set(["bad"]));
  });

  it("shows its URL without a password", () => {
    const [endpoint] = settingsOf(readFixture("invalid/credentials-in-url")).endpoints;
    expect(endpoint?.url).toBe("https://myhook.test/b");
  });

  it("is what a later check makes of an endpoint that is sound so far", () => {
    const raw = {
      endpoints: [
        { name: "one", url, transform: { text: "{{" } },
        { name: "two", url },
      ],
    };
    const inspect = ({ name }: { name: string }): string[] =>
      name === "one" ? ["transform.text: unclosed output"] : [];
    const resolution = resolveSettings(raw, { ...context, inspect });
    const endpoints = resolution.ok ? resolution.settings.endpoints : [];
    expect(endpoints.map(({ held }) => held)).toEqual([
      "endpoints[0].transform.text: unclosed output",
      undefined,
    ]);
  });
});

describe("an agent's scope", () => {
  it("adds its agent to each filter and intersects the one that is there", () => {
    const { endpoints } = settingsOf(readFixture("valid/per-agent"));
    expect(endpoints.map(({ name, filter }) => [name, filter.agentIds])).toEqual([
      ["all", undefined],
      ["crm", ["customer-support"]],
      ["crm-narrow", ["customer-support"]],
    ]);
  });
});

describe("the result", () => {
  it("is deeply frozen, can be cloned, and shares nothing with what was read", () => {
    const raw = readFixture("valid/every-setting") as { endpoints: { filter: object }[] };
    const settings = settingsOf(raw);
    expect(structuredClone(settings)).toEqual(settings);
    expect(Object.isFrozen(settings.endpoints[0]?.filter.where)).toBe(true);
    expect(Object.isFrozen(settings.endpoints[0]?.secrets[1])).toBe(true);
    expect(Object.isFrozen(raw.endpoints[0]?.filter)).toBe(false);
  });

  it("carries every setting over", () => {
    expect(settingsOf(readFixture("valid/every-setting"))).toMatchObject({
      instanceId: "node-1",
      endpoints: [
        {
          secrets: [
            { value: "whsec_bmV3ZXN0" },
            { value: "whsec_b2xkZXI=", expiresAt: Date.UTC(2030, 0, 1) },
          ],
          retry: { maxAttempts: 5, backoffMs: 2000, maxBackoffMs: 60_000, factor: 3 },
          rateLimits: [{ requests: 10, perMs: 1000 }],
          ordering: "session",
          payload: "redacted",
          allowPrivateNetwork: ["192.168.1.0/24", "n8n.lan"],
        },
      ],
      log: {
        maxAgeMs: 604_800_000,
        maxRows: 10_000,
        responseBytes: 0,
        maxBytes: 2_147_483_648,
        maxRejectedBytes: 16_777_216,
        keepRejectedBodies: false,
      },
      limits: { maxEventBytes: 65_536, maxQueuedEvents: 2000, maxQueuedBytes: 2_097_152 },
    });
  });

  it("is refused, not guessed, when the config cannot be read at all", () => {
    for (const raw of ["text", 5, [], { webhooks: 1 }, { a: () => 1 }]) {
      expect(resolveSettings(raw, context).ok).toBe(false);
    }
  });

  it("is an empty set of endpoints when nothing is configured", () => {
    const { endpoints, instanceId, problems } = settingsOf(undefined);
    expect({ endpoints, instanceId, problems }).toEqual({
      endpoints: [],
      instanceId: "test-host",
      problems: [],
    });
  });

  it("uses the default of a log or limit setting that is wrong", () => {
    const { log, limits } = settingsOf(readFixture("invalid/log-and-limits"));
    expect([log.maxRows, limits.maxEventBytes]).toEqual([500_000, 1_048_576]);
  });
});
