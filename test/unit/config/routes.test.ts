import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../../src/config/resolve.ts";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import { context, readFixture, settingsOf } from "./fixtures.ts";

const route = { agentId: "main", template: "x" };

function inboundOf(endpoints: object, rest: object = {}): Settings["inbound"] {
  return settingsOf({ inbound: { endpoints, ...rest } }).inbound;
}

function routeOf(settings: object): Route | undefined {
  return inboundOf({ one: { ...route, ...settings } }).routes[0];
}

function named(name: string): Route | undefined {
  const { routes } = settingsOf(readFixture("valid/routes")).inbound;
  return routes.find((one) => one.name === name);
}

describe("the tutorial's routes", () => {
  it("run as they are written, for callers on this machine", () => {
    const { inbound } = settingsOf(readFixture("valid/tutorial-block"));
    expect(inbound).toMatchObject({ enabled: true, basePath: "/webhooks/inbound" });
    expect(
      inbound.routes.map(({ name, agentId, auth, held }) => [name, agentId, auth, held]),
    ).toEqual([
      ["alert", "alert-handler", { kind: "loopback" }, undefined],
      ["deploy", "devops-agent", { kind: "loopback" }, undefined],
      ["ticket-update", "support-bot", { kind: "loopback" }, undefined],
    ]);
    expect(inbound.routes[0]?.template).toBe("Alert: {{body.title}} - severity {{body.severity}}");
  });
});

describe("a route's defaults", () => {
  it("are those that the schema and docs/settings.md state", () => {
    expect(inboundOf({ one: route })).toEqual({
      enabled: true,
      basePath: "/webhooks/inbound",
      concurrency: 4,
      maxWaiting: 10_000,
      routes: [
        {
          name: "one",
          agentId: "main",
          template: "x",
          auth: { kind: "loopback" },
          session: { kind: "isolated" },
          mode: "agent",
          response: { mode: "accepted" },
          maxBodyBytes: 1_048_576,
          timeoutMs: 600_000,
        },
      ],
    });
  });

  it("limit the rate of a route that anybody may call, and of no other", () => {
    expect(routeOf({ auth: "none" })?.rateLimit).toEqual({ requests: 120, perMs: 60_000 });
    const rateLimit = { requests: 9, perMs: 1 };
    expect(routeOf({ auth: "none", rateLimit })?.rateLimit).toEqual(rateLimit);
    expect(routeOf({ auth: { type: "bearer", token: "t" } })).not.toHaveProperty("rateLimit");
  });

  it("do not cut a window that was written above the default wait", () => {
    const { coalesce } = routeOf({ coalesce: { key: "all", windowMs: 90_000 } }) ?? {};
    expect(coalesce).toEqual({ key: "all", windowMs: 90_000, maxWaitMs: 90_000, keep: "latest" });
  });
});

describe("a route", () => {
  it("carries every setting over", () => {
    const { inbound } = settingsOf(readFixture("valid/routes"));
    expect(inbound).toMatchObject({ basePath: "/in", concurrency: 2, maxWaiting: 50 });
    expect(inbound.routes[0]).toEqual({
      name: "everything",
      agentId: "main",
      template: "{{body.title}}",
      auth: {
        kind: "preset",
        preset: "github",
        secrets: [{ value: "new" }, { value: "old", expiresAt: Date.UTC(2030, 0, 1) }],
        toleranceMs: 60_000,
        url: "https://me.myhook.test/in/everything",
        verifyToken: "word",
      },
      schema: { type: "object", required: ["title"] },
      where: { "body.severity": { in: ["high"] } },
      forEach: "body.items",
      idempotencyKey: "{{ body.id }}",
      replay: "strict",
      session: { kind: "key", template: "pr-{{body.number}}" },
      deliver: { channel: "telegram", to: "{{body.chat}}", accountId: "work" },
      mode: "deliver",
      response: { mode: "wait", status: 202, timeoutMs: 5000 },
      callback: { endpoint: "crm" },
      coalesce: { key: "{{body.repo}}", windowMs: 1000, maxWaitMs: 20_000, keep: "all" },
      rateLimit: { requests: 5, perMs: 1000 },
      maxBodyBytes: 2048,
      timeoutMs: 60_000,
      tools: { allow: ["read"], deny: ["exec"] },
    });
  });

  it("reads with its own agent's model unless it says otherwise", () => {
    const schema = { type: "object", properties: { n: { type: "integer" } } };
    const read = { schema, instructions: "Tickets.", agentId: "reader", timeoutMs: 5000 };
    expect(named("reads")).toMatchObject({ mode: "read", read });
    expect(named("reads-itself")?.read).toEqual({ schema, agentId: "main", timeoutMs: 60_000 });
  });

  it("delivers to the session's own channel with true, and to nobody with false", () => {
    expect(routeOf({ deliver: true })?.deliver).toEqual({});
    expect(routeOf({ deliver: false })).not.toHaveProperty("deliver");
  });

  it("is frozen and can be cloned", () => {
    const settings = settingsOf(readFixture("valid/routes"));
    expect(structuredClone(settings)).toEqual(settings);
    expect(Object.isFrozen(settings.inbound.routes[0]?.where)).toBe(true);
  });
});

describe("auth", () => {
  it("is read in each of its simple forms", () => {
    expect(["open", "bearer", "basic", "header"].map((name) => named(name)?.auth)).toEqual([
      { kind: "none" },
      { kind: "bearer", secrets: [{ value: "t" }] },
      { kind: "basic", username: "u", secrets: [{ value: "p:q" }] },
      { kind: "header", name: "x-api-key", secrets: [{ value: "v" }] },
    ]);
  });

  it("needs but a secret and a header to check the body's SHA-256 in hex", () => {
    expect(named("hmac-short")?.auth).toEqual({
      kind: "hmac",
      secrets: [{ value: "s" }],
      toleranceMs: 300_000,
      scheme: {
        algorithm: "sha256",
        from: { header: "x-sig" },
        extract: { kind: "whole" },
        encoding: "hex",
        signed: "{body}",
        key: { encoding: "utf8" },
      },
    });
  });

  it("reads a signature header of named parts, and signs the timestamp that stands in it", () => {
    expect(named("hmac-stripe-like")?.auth).toMatchObject({
      scheme: {
        from: { header: "pay-signature" },
        extract: { kind: "part", name: "v1", items: ",", pair: "=" },
        timestamp: { from: { part: "t", items: ",", pair: "=" }, format: "s" },
        id: { body: "id" },
        signed: "{timestamp}.{body}",
      },
    });
  });

  it("reads a list of prefixed signatures with a key that is decoded", () => {
    expect(named("hmac-svix-like")?.auth).toMatchObject({
      scheme: {
        extract: { kind: "list", items: " ", prefix: "v1," },
        encoding: "base64",
        signed: "{id}.{timestamp}.{body}",
        timestamp: { from: { header: "webhook-timestamp" }, format: "s" },
        id: { header: "webhook-id" },
        key: { encoding: "base64", stripPrefix: "whsec_" },
      },
    });
  });

  it("takes an ed25519 key in hex unless told otherwise", () => {
    const { auth } = named("hmac-ed25519") ?? {};
    expect(auth).toMatchObject({ scheme: { algorithm: "ed25519", key: { encoding: "hex" } } });
  });
});

describe("a held route", () => {
  it("names the setting and the variable, and does not keep the others from running", () => {
    const auth = { preset: "github", secret: "${GITHUB_SECRET}" };
    const { routes } = inboundOf({ bad: { ...route, auth }, good: route });
    expect(routes.map(({ name, held }) => [name, held])).toEqual([
      [
        "bad",
        "inbound.endpoints.bad.auth.secret: the environment variable GITHUB_SECRET is not set; set it where the Gateway runs, and restart the Gateway",
      ],
      ["good", undefined],
    ]);
  });

  it("does not become an open one when its auth is wrong", () => {
    const { routes } = settingsOf(readFixture("invalid/route-auth")).inbound;
    expect(routes.length).toBeGreaterThan(10);
    expect(new Set(routes.map(({ auth }) => auth.kind))).toEqual(new Set(["loopback"]));
    expect(routes.every(({ held }) => held !== undefined)).toBe(true);
  });

  it("is told apart from endpoints in the problems", () => {
    const { problems } = settingsOf(readFixture("invalid/hmac-schemes"));
    expect(problems.every((problem) => problem.route !== undefined)).toBe(true);
    expect(problems.some((problem) => problem.endpoint !== undefined)).toBe(false);
  });

  it("is what a later check makes of a route that is sound so far", () => {
    const inspectRoute = ({ name }: Route): string[] =>
      name === "one" ? ["template: unclosed output"] : [];
    const raw = { inbound: { endpoints: { one: route, two: route } } };
    const resolution = resolveSettings(raw, { ...context, inspectRoute });
    const routes = resolution.ok ? resolution.settings.inbound.routes : [];
    expect(routes.map(({ held }) => held)).toEqual([
      "inbound.endpoints.one.template: unclosed output",
      undefined,
    ]);
  });
});

describe("keys", () => {
  it("may be the path of a value, which stands for its template", () => {
    const { session, coalesce } =
      routeOf({ session: { key: "body.issue.id" }, coalesce: { key: "headers.x-repo" } }) ?? {};
    expect(session).toEqual({ kind: "key", template: "{{ body.issue.id }}" });
    expect(coalesce?.key).toBe("{{ headers.x-repo }}");
  });
});

describe("names", () => {
  it("given twice leave the second out", () => {
    const agents = { support: { inbound: { endpoints: { one: { template: "y" } } } } };
    const { inbound } = settingsOf({ inbound: { endpoints: { one: route } }, agents });
    expect(inbound.routes.map(({ name, agentId }) => [name, agentId])).toEqual([["one", "main"]]);
  });

  it("of a route that is switched off are free", () => {
    const agents = { support: { inbound: { endpoints: { one: { template: "y" } } } } };
    const endpoints = { one: { ...route, enabled: false } };
    const { inbound } = settingsOf({ inbound: { endpoints }, agents });
    expect(inbound.routes.map(({ agentId }) => agentId)).toEqual(["support"]);
  });
});

describe("inbound as a whole", () => {
  it("is on as soon as there are routes, those of an agent too", () => {
    expect(settingsOf({}).inbound.enabled).toBe(false);
    expect(inboundOf({ one: route }).enabled).toBe(true);
    const agents = { support: { inbound: { endpoints: { one: { template: "y" } } } } };
    const { inbound } = settingsOf({ agents });
    expect(inbound.enabled).toBe(true);
    expect(inbound.routes[0]?.agentId).toBe("support");
  });

  it("is off with enabled: false, whatever its routes are like", () => {
    const raw = { inbound: { enabled: false, endpoints: { one: route, bad: {} } } };
    const { inbound, problems } = settingsOf(raw);
    expect(inbound).toMatchObject({ enabled: false, routes: [] });
    expect(problems).toEqual([]);
  });

  it.each([
    [{ enable: false }, 'inbound: unknown key "enable", did you mean "enabled"?'],
    [{ enabled: "no" }, 'inbound.enabled: expected true or false, found "no"'],
    [
      { basePath: "/api" },
      'inbound.basePath: "/api" belongs to the Gateway; take another path, such as "/webhooks/inbound"',
    ],
    [
      { basePath: "hooks" },
      'inbound.basePath: expected a path such as "/webhooks/inbound", found "hooks"',
    ],
  ])("lets nobody in while %j is not understood, and its routes say why", (rest, held) => {
    expect(inboundOf({ one: route }, rest).routes).toMatchObject([{ name: "one", held }]);
  });

  it("serves its routes beside a key that it does not know", () => {
    const { routes } = inboundOf({ one: route }, { concurrenzy: 2, note: "x" });
    expect(routes.map(({ held }) => held)).toEqual([undefined]);
  });

  it("holds the routes of a list, which have a name each", () => {
    const { routes } = inboundOf([{ name: "one", ...route }]);
    expect(routes.map(({ name, held }) => [name, held])).toEqual([
      ["one", "inbound.endpoints: expected an object, found a list of 1"],
    ]);
  });

  it("uses the default of a bound that is wrong", () => {
    const inbound = inboundOf({ one: route }, { concurrency: 0, maxWaiting: "many" });
    expect(inbound).toMatchObject({ enabled: true, concurrency: 4, maxWaiting: 10_000 });
  });

  it("leaves the endpoints running when it is no object", () => {
    const { endpoints, inbound } = settingsOf({
      endpoints: [{ url: "https://myhook.test/hook" }],
      inbound: [],
    });
    expect(endpoints[0]).not.toHaveProperty("held");
    expect(inbound.enabled).toBe(false);
  });
});

describe("a callback to a URL", () => {
  const callback = { url: "https://myhook.test/answers", secret: "whsec_YQ==" };

  it("is an endpoint of its own that hears no events", () => {
    const { endpoints, inbound } = settingsOf({
      inbound: { endpoints: { one: { ...route, callback } } },
    });
    expect(inbound.routes[0]?.callback).toEqual({ endpoint: "callback:one" });
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]).toMatchObject({
      name: "callback:one",
      url: callback.url,
      secrets: [{ value: "whsec_YQ==" }],
      events: [],
    });
    expect(endpoints[0]).not.toHaveProperty("held");
  });

  it("still sends its answers when another setting of the route is wrong", () => {
    const raw = { inbound: { endpoints: { one: { ...route, callback, mode: "forward" } } } };
    const { endpoints, inbound } = settingsOf(raw);
    expect(inbound.routes[0]).toHaveProperty("held");
    expect(endpoints[0]).not.toHaveProperty("held");
  });

  it("holds its route and itself when its address may not be reached", () => {
    const inspect = (): string[] => ["url: 10.0.0.1 is a private address"];
    const raw = { inbound: { endpoints: { one: { ...route, callback } } } };
    const resolution = resolveSettings(raw, { ...context, inspect });
    const held = "inbound.endpoints.one.callback.url: 10.0.0.1 is a private address";
    expect(resolution.ok && resolution.settings.inbound.routes[0]?.held).toBe(held);
    expect(resolution.ok && resolution.settings.endpoints[0]?.held).toBe(held);
  });
});

describe("a route whose sender takes its reply later", () => {
  const auth = { preset: "slack", secret: "s" };
  const endpointsOf = (endpoints: object): Settings["endpoints"] => {
    const resolution = resolveSettings(
      { inbound: { endpoints } },
      { ...context, presets: PRESETS },
    );
    if (!resolution.ok) throw new Error("not resolved");
    expect(resolution.settings.problems).toEqual([]);
    return resolution.settings.endpoints;
  };

  it("has an endpoint for it that hears nothing else, and shows no address", () => {
    const discord = { preset: "discord", secret: "aa" };
    const found = endpointsOf({
      ask: { ...route, auth },
      app: { ...route, auth: discord },
      hub: { ...route, auth: { preset: "github", secret: "s" } },
    });
    expect(found.map(({ name, url, events, replies }) => [name, url, events, replies])).toEqual([
      [
        "reply:ask",
        "https://hooks.slack.com/",
        [],
        { hosts: ["hooks.slack.com", "hooks.slack-gov.com"], method: "POST", withinMs: 1_800_000 },
      ],
      [
        "reply:app",
        "https://discord.com/api/v10/webhooks/",
        [],
        {
          hosts: ["discord.com"],
          method: "PATCH",
          withinMs: 900_000,
          pages: { field: "content", most: 2000, without: "/messages/@original" },
        },
      ],
    ]);
  });

  it("has none where the caller waits for words of the route's own", () => {
    const response = { mode: "wait", body: { text: "{{reply}}" } };
    expect(endpointsOf({ ask: { ...route, auth, response } })).toEqual([]);
  });
});

describe("auth by a token", () => {
  it("is read with its defaults", () => {
    const auth = { type: "jwt", secret: "s", algorithms: ["HS256"], bodyHash: { claim: "sha256" } };
    expect(routeOf({ auth })?.auth).toEqual({
      kind: "jwt",
      secrets: [{ value: "s" }],
      toleranceMs: 300_000,
      scheme: {
        from: { header: "authorization" },
        algorithms: ["HS256"],
        key: { encoding: "utf8" },
        bodyHash: { claim: "sha256", digest: "sha256", encoding: "hex" },
      },
    });
  });
});

describe("a route without a template", () => {
  const github = { preset: "github", secret: "a-secret-of-mine" };
  const held = (settings: object): string | undefined =>
    inboundOf({ one: { agentId: "main", ...settings } }).routes[0]?.held;

  it("is served where a preset knows what its sender says", () => {
    expect(held({ auth: github })).toBeUndefined();
    expect(routeOf({ auth: github, template: "mine" })?.template).toBe("mine");
  });

  it.each([
    [{}, '"template" is missing'],
    [{ auth: { type: "bearer", token: "a-token-of-mine" } }, '"template" is missing'],
    [{ auth: github, forEach: "body.commits" }, '"template" is missing: what is said of one item'],
    [
      { auth: github, mode: "read", read: { schema: { type: "object", properties: {} } } },
      '"template" is missing: what is said of the fields',
    ],
  ])("is held where nothing does: %j", (settings, problem) => {
    expect(held(settings)).toContain(problem);
  });
});
