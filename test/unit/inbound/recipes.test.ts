// The recipes of docs/inbound.md, executed: each is a config without problems, and takes a request that the sender
// signed the way the recipe says.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { sign as signGitHub } from "@octokit/webhooks-methods";
import json5 from "json5";
import { Stripe } from "stripe";
import { Webhook as Svix } from "svix";
import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../../src/config/resolve.ts";
import { EVENT_TYPES } from "../../../src/generated/event-types.ts";
import { compileRoute } from "../../../src/inbound/decision/compile-route.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import type { Judgement } from "../../../src/inbound/decision/decide.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { recorded, requestOf, requestWith } from "../../support/inbound-request.ts";
import { judged } from "../../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const page = readFileSync(new URL("../../../docs/inbound.md", import.meta.url), "utf8");
const recipes = [...page.matchAll(/```json5 recipe\n(.*?)```/gs)].map(([, text = ""]) => text);

type Sent = Parameters<typeof requestWith>[0];

const json = (body: string, headers: Record<string, string>): Sent => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  rawBody: Buffer.from(body),
  receivedAt: NOW,
});

/** What the sender of each recipe sends, and words of the prompt it leads to. */
const senders: Record<string, () => Promise<{ request: Sent; says: string }>> = {
  async push() {
    const body = '{"ref":"main","pusher":{"name":"ada"},"head_commit":{"message":"fix"}}';
    const signature = await signGitHub("It's a Secret to Everybody", body);
    const headers = { "x-hub-signature-256": signature, "x-github-event": "push" };
    return { request: json(body, headers), says: "ada pushed to main: fix" };
  },
  async payment() {
    const payload =
      '{"id":"evt_1","type":"charge.failed","data":{"object":{"id":"ch_1","customer":"cus_1"}}}';
    const options = { payload, secret: "whsec_test_secret", timestamp: NOW / 1000 };
    const signature = Stripe.webhooks.generateTestHeaderString(options);
    return {
      request: json(payload, { "stripe-signature": signature }),
      says: "Stripe says charge.failed for ch_1",
    };
  },
  async clerk() {
    const body = '{"type":"user.created","data":{"id":"user_1"}}';
    const webhook = new Svix("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    // As Clerk does: through Svix, under its names.
    const headers = {
      "svix-id": "msg_1",
      "svix-timestamp": String(NOW / 1000),
      "svix-signature": webhook.sign("msg_1", new Date(NOW), body),
    };
    return { request: json(body, headers), says: "user.created: user_1" };
  },
  async alert() {
    const headers = { authorization: "Bearer a-long-random-token", "idempotency-key": "1" };
    return {
      request: json('{"title":"disk","severity":2}', headers),
      says: "Alert: disk - severity 2",
    };
  },
  async call() {
    const request = requestOf(recorded("twilio", "form"));
    return { request, says: "Call from" };
  },
  async homegrown() {
    const body = '{"text":"hello"}';
    const mac = createHmac("sha512", "shared-secret").update(body).digest("hex");
    return { request: json(body, { "x-acme-signature": `sha512=${mac}` }), says: "hello" };
  },
};

async function decide(recipe: string, request: Sent): Promise<Judgement> {
  const resolution = resolveSettings(json5.parse(recipe), {
    hostName: "node-1",
    eventTypes: EVENT_TYPES,
    presets: PRESETS,
    now: NOW,
  });
  expect(resolution.ok && resolution.settings.problems).toEqual([]);
  const [route] = resolution.ok ? resolution.settings.inbound.routes : [];
  if (route === undefined) throw new Error("the recipe has no route");
  const compilation = compileRoute(route);
  if (!compilation.ok) throw new Error(compilation.problems.join());
  const { compiled } = compilation;
  const wrap = (content: string): string => content;
  return judged(
    await receive({ id: "req_1", request: requestWith(request), compiled, wrap, now: NOW }),
  );
}

function nameOf(recipe: string): string {
  const block: { inbound: { endpoints: object } } = json5.parse(recipe);
  return Object.keys(block.inbound.endpoints).join();
}

describe("the recipes of docs/inbound.md", () => {
  it("are all played here", () => {
    expect(recipes.map(nameOf).sort()).toEqual(Object.keys(senders).sort());
  });

  it.each(recipes.map((recipe) => [nameOf(recipe), recipe]))(
    "take what their sender sends: %s",
    async (name, recipe) => {
      const sender = senders[name];
      if (sender === undefined) throw new Error("no sender");
      const { request, says } = await sender();
      const decision = await decide(recipe, request);
      expect(decision.record.verdicts.filter(({ ok }) => !ok)).toEqual([]);
      expect(decision.kind).toBe("accepted");
      expect(decision.record.job?.prompt).toContain(says);
    },
  );

  it.each(recipes.map((recipe) => [nameOf(recipe), recipe]))(
    "refuse everybody else: %s",
    async (_name, recipe) => {
      const decision = await decide(recipe, json('{"text":"hello"}', {}));
      expect(decision.record.httpStatus).toBe(401);
    },
  );
});
