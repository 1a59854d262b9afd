import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import { compileRoute } from "../../../src/inbound/decision/compile-route.ts";
import type { Judgement } from "../../../src/inbound/decision/decide.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { judged } from "../../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);

const plain: Route = {
  name: "deploy",
  agentId: "devops",
  template: "{{body.repo}} deploy {{body.status}}",
  auth: { kind: "none" },
  session: { kind: "isolated" },
  mode: "agent",
  response: { mode: "accepted", status: 200, timeoutMs: 30_000 },
  maxBodyBytes: 10_000,
  timeoutMs: 600_000,
};

async function decide(
  route: Partial<Route>,
  body: unknown,
  headers: Record<string, string> = {},
  method = "POST",
): Promise<Judgement> {
  const compilation = compileRoute({ ...plain, ...route });
  if (!compilation.ok) throw new Error(compilation.problems.join());
  const rawBody = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const request = requestWith({
    method,
    headers: { "content-type": "application/json", ...headers },
    rawBody,
    receivedAt: NOW,
  });
  const wrap = (content: string): string => `<<${content}>>`;
  return judged(
    await receive({ id: "req_1", request, compiled: compilation.compiled, wrap, now: NOW }),
  );
}

const stepsOf = ({ record }: Judgement): string[] =>
  record.verdicts.map(({ step, ok }) => `${step}${ok ? "" : " ✗"}`);
const statusOf = (decision: Judgement): unknown =>
  decision.kind === "answered" ? decision.answer.status : decision.kind;

describe("a request", () => {
  it("that is right waits for a run that is fixed from here on", async () => {
    const decision = await decide({}, { repo: "my-app", status: "success" });
    expect(decision.kind).toBe("accepted");
    expect(decision.record).toMatchObject({
      status: "waiting",
      job: {
        agentId: "devops",
        sessionKey: "agent:devops:webhook:deploy:req_1",
        prompt: "my-app deploy success",
        mode: "agent",
        hops: 0,
      },
    });
    expect(stepsOf(decision)).toEqual(["route", "authenticity", "content type"]);
  });

  it("is decided in the order authenticity, content type, schema, filter", async () => {
    const strict: Partial<Route> = {
      auth: { kind: "bearer", secrets: [{ value: "t" }] },
      schema: { type: "object", required: ["repo"] },
      where: { "body.status": "success" },
    };
    const token = { authorization: "Bearer t" };
    const decisions = [
      await decide(strict, "{", {}),
      await decide(strict, "{", token),
      await decide(strict, { status: "failed" }, token),
      await decide(strict, { repo: "a", status: "failed" }, token),
      await decide(strict, { repo: "a", status: "success" }, token),
    ];
    expect(decisions.map(statusOf)).toEqual([401, 400, 422, 200, "accepted"]);
    expect(decisions.map((decision) => stepsOf(decision).at(-1))).toEqual([
      "authenticity ✗",
      "content type ✗",
      "schema ✗",
      "filter ✗",
      "filter",
    ]);
  });

  it("that is not authentic learns nothing; the log learns why", async () => {
    const decision = await decide({ auth: { kind: "bearer", secrets: [{ value: "t" }] } }, {});
    const answer = decision.kind === "answered" ? decision.answer.body : "";
    expect(JSON.parse(answer)).toEqual({
      error: { code: "unauthorized", message: "the request is not authorized for this route" },
      id: "req_1",
    });
    expect(decision.record.verdicts.at(-1)?.detail).toContain("authorization");
  });

  it("is kept without its credentials", async () => {
    const auth: Route["auth"] = {
      kind: "header",
      name: "X-My-Key",
      secrets: [{ value: "open sesame" }],
    };
    const headers = { "x-my-key": "open sesame", cookie: "a=b", "x-request-id": "r1" };
    const { record } = await decide({ auth, template: "{{headers | json}}" }, {}, headers);
    expect(record.headers).toMatchObject({
      "x-my-key": "[masked]",
      cookie: "[masked]",
      "x-request-id": "r1",
    });
    expect(JSON.stringify(record)).not.toContain("open sesame");
    expect(record.job?.prompt).toContain("r1");
  });

  const secrets = [{ value: "t" }];
  const shown: readonly [Route["auth"], Record<string, string>][] = [
    [{ kind: "bearer", secrets }, { authorization: "Bearer t" }],
    [
      { kind: "basic", username: "u", secrets },
      { authorization: `Basic ${Buffer.from("u:t").toString("base64")}` },
    ],
    [{ kind: "header", name: "x-key", secrets }, { "x-key": "t" }],
  ];
  it.each(shown)(
    "is known again by the route's own key, and with replay: strict by its Idempotency-Key too: %o",
    async (auth, credentials) => {
      const headers = { ...credentials, "idempotency-key": "abc" };
      const route: Partial<Route> = { auth, idempotencyKey: "{{body.id}}" };
      const { record } = await decide(route, { id: 7 }, headers);
      expect(record.dedupeKeys).toEqual(["route:7"]);
      const strict = await decide({ ...route, replay: "strict" }, { id: 7 }, headers);
      expect(strict.record.dedupeKeys).toEqual(["id:abc", "route:7"]);
    },
  );

  it("that came round too often is stopped", async () => {
    expect(statusOf(await decide({}, {}, { "x-openclaw-hops": "3" }))).toBe(508);
    const accepted = await decide({}, {}, { "x-openclaw-hops": "2" });
    expect(accepted.record.job?.hops).toBe(2);
  });

  it.each([
    ["a GET", {}, {}, "GET", 405],
    ["a PUT, where GET and POST are taken", { methods: ["GET", "POST"] }, {}, "PUT", 405],
    ["a body that is not compressed as it says", {}, { "content-encoding": "gzip" }, "POST", 400],
    ["a body compressed in an unknown way", {}, { "content-encoding": "exi" }, "POST", 415],
    ["a body compressed twice", {}, { "content-encoding": "gzip, br" }, "POST", 415],
    [
      "a session key that does not fit",
      { session: { kind: "key", template: "t-{{body.id}}" } },
      {},
      "POST",
      422,
    ],
  ] as const)("is told what to mend: %s", async (_name, route, headers, method, status) => {
    const decision = await decide(route, { id: "a:b" }, headers, method);
    expect(statusOf(decision)).toBe(status);
    const answer = decision.kind === "answered" ? decision.answer.body : "";
    expect(JSON.parse(answer)).toMatchObject({ error: { message: expect.any(String) as string } });
  });

  it("answers a handshake and starts nothing", async () => {
    const slack: Route["auth"] = {
      kind: "preset",
      preset: "slack",
      secrets: [{ value: "8f742231b10e8888abcd99yyyzzz85a5" }],
      toleranceMs: 300_000,
    };
    const unsigned = await decide({ auth: slack }, { type: "url_verification", challenge: "c" });
    expect(statusOf(unsigned)).toBe(401);
    const dropbox: Route["auth"] = { ...slack, preset: "dropbox" };
    const compilation = compileRoute({ ...plain, auth: dropbox });
    if (!compilation.ok) throw new Error("not compiled");
    const request = requestWith({
      method: "GET",
      url: "/?challenge=abc",
      query: { challenge: "abc" },
    });
    const { compiled } = compilation;
    const greeted = judged(
      await receive({
        id: "req_1",
        request,
        compiled,
        wrap: (text) => text,
        now: NOW,
      }),
    );
    expect(greeted.record.status).toBe("handshake");
    expect(greeted.kind === "answered" && greeted.answer.body).toBe("abc");
  });

  it("keeps a body that is no text as base64, and the beginning of a long one", async () => {
    const auth: Route["auth"] = { kind: "loopback" };
    const binary = await decide(
      { auth, maxBodyBytes: 100 },
      Buffer.from([0xff, 0xfe, 0xfd]).toString("latin1"),
    );
    expect(binary.record.body?.bytes).toBeGreaterThan(0);
    const long = await decide({ maxBodyBytes: 200_000 }, { text: "x".repeat(100_000) });
    expect(long.record.body?.text.length).toBe(65_536);
    expect(long.record.body?.bytes).toBeGreaterThan(100_000);
  });

  it("with coalescing keeps what the prompt will be rendered from", async () => {
    const coalesce = {
      key: "{{body.repo}}",
      windowMs: 1_000,
      maxWaitMs: 5_000,
      keep: "latest",
    } as const;
    const { record } = await decide({ coalesce }, { repo: "my-app", status: "x" });
    expect(record.coalesce).toEqual({ ...coalesce, key: "my-app" });
    expect(JSON.parse(String(record.job?.content))).toMatchObject({ body: { repo: "my-app" } });
  });
});

describe("a route that cannot work", () => {
  it("says all that is wrong with it", () => {
    const compilation = compileRoute({
      ...plain,
      template: "{{ body.x ",
      where: { "body.x": { startswith: "a" } },
      schema: { type: "strin" },
      session: { kind: "key", template: "{% if %}" },
    });
    expect(compilation.ok).toBe(false);
    const problems = compilation.ok ? [] : compilation.problems;
    expect(problems).toHaveLength(4);
    expect(problems.join("\n")).toContain('did you mean "startsWith"');
  });
});
