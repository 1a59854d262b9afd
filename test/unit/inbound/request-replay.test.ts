import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { NewRequest, RunJob, StoredRequest } from "../../../src/engine/inbox/inbox.ts";
import { compileRoute, type CompiledRoute } from "../../../src/inbound/decision/compile-route.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { differences, replayRequest } from "../../../src/inbound/decision/request-replay.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { judged } from "../../support/routes.ts";

const THEN = Date.UTC(2026, 10, 20, 12);
const NOW = Date.UTC(2026, 10, 23, 12);
const BODY = { repo: "my-app", status: "success" };

const plain: Route = {
  name: "deploy",
  agentId: "devops",
  template: "{{body.repo}} deploy {{body.status}}",
  auth: { kind: "bearer", secrets: [{ value: "the-token" }] },
  session: { kind: "isolated" },
  mode: "agent",
  response: { mode: "accepted", status: 200, timeoutMs: 30_000 },
  maxBodyBytes: 1_000_000,
  timeoutMs: 600_000,
};

function compiled(changes: Partial<Route> = {}): CompiledRoute {
  const compilation = compileRoute({ ...plain, ...changes });
  if (!compilation.ok) throw new Error(compilation.problems.join());
  return compilation.compiled;
}

/** The host marks its blocks with a number that is never the same. */
let marks = 0;
const wrap = (content: string): string =>
  `<<<EXTERNAL_UNTRUSTED_CONTENT id="${(marks += 1).toString(16).padStart(16, "0")}">>>${content}`;

async function stored(
  body: string | Uint8Array = JSON.stringify(BODY),
  changes: Partial<Route> = {},
  headers: Record<string, string> = {},
): Promise<StoredRequest> {
  const request = requestWith({
    headers: {
      authorization: "Bearer the-token",
      "content-type": "application/json",
      "x-kind": "ci",
      "idempotency-key": "k-1",
      ...headers,
    },
    rawBody: Buffer.from(body),
    receivedAt: THEN,
  });
  const decision = judged(
    await receive({
      id: "req_then",
      request,
      compiled: compiled(changes),
      wrap,
      now: THEN,
    }),
  );
  return { ...decision.record, updatedAt: THEN };
}

function again(request: StoredRequest, changes: Partial<Route> = {}, id = "req_now"): NewRequest {
  const replayed = replayRequest({
    stored: request,
    id,
    compiled: compiled(changes),
    wrap,
    now: NOW,
  });
  if (!replayed.ok) throw new Error(replayed.reason);
  return replayed.record;
}

describe("a replayed request", () => {
  it("is a new one that names the first, without its names, decided by the route of now", async () => {
    const first = await stored();
    const record = again(first, { template: "Look at {{body.repo}}" });
    expect(first.dedupeKeys).not.toEqual([]);
    expect(record).toMatchObject({
      id: "req_now",
      replayOf: "req_then",
      status: "waiting",
      receivedAt: NOW,
      dedupeKeys: [],
      headers: first.headers,
      body: first.body,
      job: { prompt: "Look at my-app", sessionKey: "agent:devops:webhook:deploy:req_now" },
    });
    expect(record.verdicts.slice(0, 2)).toEqual([
      { step: "route", ok: true },
      { step: "authenticity", ok: true, detail: "as of req_then: verified, delivery k-1" },
    ]);
  });

  it("is not asked again who sent it, but by schema and filter", async () => {
    const first = await stored();
    const route: Partial<Route> = { auth: { kind: "bearer", secrets: [{ value: "another" }] } };
    expect(again(first, route).status).toBe("waiting");
    const strict = again(first, { schema: { type: "object", required: ["commit"] } });
    expect([strict.status, strict.httpStatus]).toEqual(["rejected", 422]);
    expect(strict.verdicts.at(-1)).toEqual({
      step: "schema",
      ok: false,
      detail: "body.commit is missing",
    });
    expect(again(first, { where: { "body.status": "failed" } }).status).toBe("filtered");
  });

  it("reads as it did then: the time at which it came, its headers, its bytes", async () => {
    const template = "{{receivedAt}} {{headers['x-kind']}} {{headers.authorization}} {{body.text}}";
    const text = 'ünï"code 🚨';
    const first = await stored(JSON.stringify({ text }), { template });
    expect(differences(first, again(first, { template }, first.id))).toEqual([]);
    const form = await stored(
      "repo=my-app&status=a%20b",
      {},
      { "content-type": "application/x-www-form-urlencoded" },
    );
    expect(differences(form, again(form, {}, form.id))).toEqual([]);
  });

  it("joins nothing, although its route gathers", async () => {
    const coalesce = { key: "{{body.repo}}", windowMs: 1, maxWaitMs: 1, keep: "all" } as const;
    const first = await stored(undefined, { coalesce });
    expect(again(first, { coalesce })).not.toHaveProperty("coalesce");
  });

  it("starts nothing when nobody had proven who sent it", async () => {
    const strange = await stored(undefined, {}, { authorization: "Bearer guess" });
    const refused = replayRequest({
      stored: strange,
      id: "req_now",
      compiled: compiled(),
      wrap,
      now: NOW,
    });
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining("proven") });
  });

  it.each([
    ["longer than what is kept", JSON.stringify({ text: "x".repeat(70_000) })],
    ["cut in the middle of a character", Buffer.from("🚨".repeat(20_000)).subarray(0, 70_001)],
  ])("with a body that is %s is refused", async (_, body) => {
    const first = await stored(body, {}, { "content-type": "text/plain" });
    const asked = { stored: first, id: "req_now", compiled: compiled(), wrap, now: NOW };
    expect(replayRequest(asked)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/body/),
    });
  });

  it("is told apart from the first by what differs, not by the host's marks", async () => {
    const first = await stored(JSON.stringify({ repo: "some words that are fenced" }));
    expect(differences(first, again(first, {}, first.id))).toEqual([]);
    const route: Partial<Route> = { agentId: "other", template: "{{body.repo}}!" };
    expect(differences(first, again(first, route, first.id))).toEqual([
      "agent",
      "session",
      "prompt",
    ]);
    const properties = { repo: { type: "string" } };
    const read: Partial<Route> = {
      mode: "read",
      template: "{{fields.repo}}",
      read: { schema: { type: "object", properties }, agentId: "reader", timeoutMs: 1000 },
    };
    const reader = await stored(undefined, read);
    const job = { ...(reader.job as RunJob), prompt: "my-app" };
    const verdicts = [...reader.verdicts, { step: "reading", ok: true } as const];
    const heard: StoredRequest = { ...reader, job, verdicts };
    expect(differences(heard, again(heard, read, heard.id))).toEqual([]);
    const changed = { ...read, template: "{{fields.repo}}!" };
    expect(differences(heard, again(heard, changed, heard.id))).toEqual(["prompt"]);
    const filtered = again(first, { where: { "body.repo": "x" } }, first.id);
    expect(differences(first, filtered)).toContain("verdicts");
  });
});
