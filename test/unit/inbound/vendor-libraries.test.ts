import { sign as signGitHub } from "@octokit/webhooks-methods";
import { Stripe } from "stripe";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import type { RouteAuth } from "../../../src/config/route/route-settings.ts";
import { verify, type InboundRequest } from "../../../src/inbound/proof/verify.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const BODY = '{"id":"evt_1","object":"event","text":"naïve 🦞"}';
const STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

function request(headers: Record<string, string>, body = BODY): InboundRequest {
  const rawBody = Buffer.from(body);
  return {
    method: "POST",
    url: "/",
    headers,
    query: {},
    rawBody,
    peer: "203.0.113.9",
    receivedAt: NOW,
  };
}

function preset(name: string, secret: string): RouteAuth {
  return { kind: "preset", preset: name, secrets: [{ value: secret }], toleranceMs: 300_000 };
}

/** Signs the body the vendor's way and returns its headers. */
const vendors: ReadonlyArray<[string, string, (body: string) => Promise<Record<string, string>>]> =
  [
    [
      "github",
      "It's a Secret to Everybody",
      async (body) => ({
        "x-hub-signature-256": await signGitHub("It's a Secret to Everybody", body),
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      }),
    ],
    [
      "stripe",
      "whsec_test_secret",
      async (payload) => ({
        "stripe-signature": Stripe.webhooks.generateTestHeaderString({
          payload,
          secret: "whsec_test_secret",
          timestamp: NOW / 1000,
        }),
      }),
    ],
    [
      "standard-webhooks",
      STANDARD_SECRET,
      async (body) => ({
        "webhook-id": "msg_1",
        "webhook-timestamp": String(NOW / 1000),
        "webhook-signature": new StandardWebhook(STANDARD_SECRET).sign(
          "msg_1",
          new Date(NOW),
          body,
        ),
      }),
    ],
    [
      "svix",
      STANDARD_SECRET,
      async (body) => ({
        "svix-id": "msg_1",
        "svix-timestamp": String(NOW / 1000),
        "svix-signature": new SvixWebhook(STANDARD_SECRET).sign("msg_1", new Date(NOW), body),
      }),
    ],
  ];

describe("a request that the vendor's own library signed", () => {
  it.each(vendors)("is authentic: %s", async (name, secret, sign) => {
    const verdict = verify(request(await sign(BODY)), preset(name, secret), NOW);
    expect(verdict).toMatchObject({ ok: true, verified: true, signed: true });
  });

  it.each(vendors)("is refused with another body: %s", async (name, secret, sign) => {
    const forged = request(await sign(BODY), BODY.replace("evt_1", "evt_2"));
    expect(verify(forged, preset(name, secret), NOW).ok).toBe(false);
  });

  it.each(vendors)("is refused with another secret: %s", async (name, _secret, sign) => {
    const verdict = verify(
      request(await sign(BODY)),
      preset(name, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
      NOW,
    );
    expect(verdict.ok).toBe(false);
  });
});
