// What real senders send and how their dashboards show a secret, where a guess goes wrong. The signatures are made by
// the vendors' libraries or by node:crypto alone.
import { createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { describe, expect, it } from "vitest";
import { verify } from "../../../src/inbound/proof/verify.ts";
import {
  presetAuth,
  reasonOf,
  recorded,
  requestOf,
  requestWith,
} from "../../support/inbound-request.ts";
import { settingsOf } from "../config/fixtures.ts";

const NOW = 1_700_000_000_000;
const SECONDS = String(NOW / 1000);
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY = '{"type":"user.created","data":{"id":"user_1"}}';

const hmac = (algorithm: string, secret: string, text: string) =>
  createHmac(algorithm, secret).update(text);

function verdictOf(preset: string, secret: string, headers: Record<string, string>, now = NOW) {
  const request = requestWith({ headers, rawBody: Buffer.from(BODY) });
  const auth = { kind: "preset", preset, secrets: [{ value: secret }] } as const;
  return verify(request, auth, now);
}

describe("Standard Webhooks", () => {
  const published = {
    "webhook-id": "msg_1",
    "webhook-timestamp": SECONDS,
    "webhook-signature": new StandardWebhook(SECRET).sign("msg_1", new Date(NOW), BODY),
  };
  const svix = {
    "svix-id": "msg_1",
    "svix-timestamp": SECONDS,
    "svix-signature": new Svix(SECRET).sign("msg_1", new Date(NOW), BODY),
  };

  it.each(["standard-webhooks", "svix", "clerk", "resend", "openai"])(
    "is read under either family of names by %s",
    (preset) => {
      for (const headers of [published, svix]) {
        expect(verdictOf(preset, SECRET, headers)).toMatchObject({ ok: true, deliveryId: "msg_1" });
      }
    },
  );

  it("takes no name of one family for one of the other", () => {
    const mixed = { ...published, "webhook-timestamp": "" };
    expect(verdictOf("clerk", SECRET, { ...mixed, "svix-timestamp": SECONDS }).ok).toBe(false);
  });

  it("is read with the secret as Supabase shows it", () => {
    expect(verdictOf("supabase", `v1,${SECRET}`, published).ok).toBe(true);
    expect(verdictOf("supabase", SECRET, published).ok).toBe(true);
  });

  it("is read with the secret as Polar shows it, which is the key as it stands", () => {
    const secret = "polar_whs_pM3xZ0ib8Qd1";
    const signature = hmac("sha256", secret, `msg_1.${SECONDS}.${BODY}`).digest("base64");
    const headers = { ...published, "webhook-signature": `v1,${signature}` };
    expect(verdictOf("polar", secret, headers).ok).toBe(true);
    expect(verdictOf("polar", SECRET, published).ok).toBe(true);
  });

  it("takes no public key for a shared secret, which everybody could sign with", () => {
    const { secret } = recorded("standard-webhooks", "asymmetric");
    const bare = Buffer.from(secret.slice("whpk_".length), "base64");
    const forged = [secret, bare].map((key) =>
      createHmac("sha256", key).update(`msg_1.${SECONDS}.${BODY}`).digest("base64"),
    );
    for (const signature of forged) {
      const headers = { ...published, "webhook-signature": `v1,${signature}` };
      expect(verdictOf("standard-webhooks", secret, headers).ok).toBe(false);
      expect(verdictOf("polar", secret, headers).ok).toBe(false);
    }
  });
});

describe("Shopify", () => {
  const signature = hmac("sha256", "s", BODY).digest("base64");

  it.each(["x-shopify-", "shopify-"])("is read under the names with %s", (prefix) => {
    const headers = { [`${prefix}hmac-sha256`]: signature, [`${prefix}webhook-id`]: "id-1" };
    expect(verdictOf("shopify", "s", headers)).toMatchObject({ ok: true, deliveryId: "id-1" });
  });
});

describe("Twitch", () => {
  const at = new Date(NOW).toISOString();
  const headers = {
    "twitch-eventsub-message-id": "m-1",
    "twitch-eventsub-message-timestamp": at,
    "twitch-eventsub-message-signature": `sha256=${hmac("sha256", "s", `m-1${at}${BODY}`).digest("hex")}`,
  };

  it("may be ten minutes late, as its page says, and no later", () => {
    expect(verdictOf("twitch", "s", headers, NOW + 599_000).ok).toBe(true);
    expect(reasonOf(verdictOf("twitch", "s", headers, NOW + 601_000))).toContain(
      "tolerance is 600 s",
    );
  });

  it("may be as late as the operator says", () => {
    const request = requestWith({ headers, rawBody: Buffer.from(BODY) });
    const auth = presetAuth({ preset: "twitch", secret: "s" }, { toleranceMs: 60_000 });
    expect(verify(request, auth, NOW + 61_000).ok).toBe(false);
  });
});

describe("Twilio", () => {
  const signatureFor = (url: string) => hmac("sha1", "token", `${url}a1b2`).digest("base64");
  const verdict = (authUrl: string, signed: string) => {
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signatureFor(signed),
    };
    const url = "/webhooks/inbound/a?x=1";
    const request = requestWith({ url, headers, rawBody: Buffer.from("b=2&a=1") });
    return verify(request, presetAuth({ preset: "twilio", secret: "token", authUrl }), NOW);
  };

  it.each([
    ["https://me.example.com/a", "https://me.example.com:443/a?x=1"],
    ["https://me.example.com:443/a", "https://me.example.com/a?x=1"],
    ["https://me.example.com:8443/a", "https://me.example.com/a?x=1"],
    ["http://u:p@me.example.com/a", "http://u:p@me.example.com:80/a?x=1"],
    ["https://[2001:db8::1]/a", "https://[2001:db8::1]:443/a?x=1"],
  ])("calls %s and signs %s", (configured, signed) => {
    expect(verdict(configured, signed).ok).toBe(true);
  });

  it("signs no other port, host or scheme", () => {
    for (const signed of ["https://me.example.com:444/a?x=1", "http://me.example.com/a?x=1"]) {
      expect(verdict("https://me.example.com/a", signed).ok).toBe(false);
    }
  });
});

describe("SendGrid", () => {
  const one = recorded("sendgrid", "dropped");

  it("has its key read as its dashboard shows it, and as PEM, in lines or written out", () => {
    const der = Buffer.from(one.secret, "base64");
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    const pem = key.export({ type: "spki", format: "pem" }).toString();
    const jwk = JSON.stringify(key.export({ format: "jwk" }));
    for (const value of [pem, pem.trim(), pem.replaceAll("\n", String.raw`\n`), jwk]) {
      const auth = presetAuth(one, { secrets: [{ value }] });
      expect(verify(requestOf(one), auth, one.at).ok).toBe(true);
    }
  });
});

describe("parts of the request in what is signed", () => {
  const auth = (scheme: object) => {
    const route = {
      agentId: "main",
      template: "x",
      auth: { type: "hmac", secret: "s", ...scheme },
    };
    const { inbound } = settingsOf({ inbound: { endpoints: { a: route } } });
    const found = inbound.routes[0]?.auth;
    if (found === undefined) throw new Error("the route is not sound");
    return found;
  };

  it("are the header, not its letters", () => {
    const own = auth({ header: "x-sig", signed: "{header.X-Request-Id}{body}" });
    const request = (text: string) =>
      requestWith({
        headers: { "x-sig": hmac("sha256", "s", text).digest("hex"), "x-request-id": "r-1" },
        rawBody: Buffer.from(BODY),
      });
    expect(verify(request(`r-1${BODY}`), own, NOW).ok).toBe(true);
    expect(verify(request(`{header.x-request-id}${BODY}`), own, NOW).ok).toBe(false);
  });

  it("may be of any algorithm and spelling of a public key", () => {
    const key = createPrivateKey(
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----",
    );
    const text = sign(null, Buffer.from(BODY), key).toString("base64");
    const value = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
    const scheme = { header: "x-sig", algorithm: "ed25519", encoding: "base64", secret: value };
    const request = requestWith({ headers: { "x-sig": text }, rawBody: Buffer.from(BODY) });
    expect(verify(request, auth(scheme), NOW).ok).toBe(true);
  });
});
