import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { newKeyPair, newSecret } from "../../../src/cli/offline/new-secret.ts";
import { verify } from "../../../src/inbound/proof/verify.ts";
import { attemptHeaders } from "../../../src/outbound/sign.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

const AT = 1_773_484_200;

function signedWith(secret: string): { headers: Record<string, string>; body: string } {
  const event = eventWith({});
  const headers = attemptHeaders({
    endpoint: endpointWith({ secrets: [{ value: secret }] }),
    event,
    deliveryId: "dlv_1",
    attempt: 1,
    atSeconds: AT,
    body: event.json,
    userAgent: "test",
  });
  return { headers, body: event.json };
}

describe("a fresh secret", () => {
  it.each(["24", "32", "64"])("of %s bytes holds as many, in base64", (bytes) => {
    const made = newSecret(bytes);
    const secret = made.ok ? made.secret : "";
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+={0,2}$/);
    expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(Number(bytes));
  });

  it("signs what the published library accepts", () => {
    const made = newSecret("32");
    const secret = made.ok ? made.secret : "";
    const { headers, body } = signedWith(secret);
    const id = headers["webhook-id"] ?? "";
    const webhook = new Webhook(secret);
    const signature = webhook.sign(id, new Date(AT * 1000), body);
    expect(headers["webhook-signature"]).toBe(signature);
  });

  it("is never the same twice", () => {
    const made = new Set(Array.from({ length: 20 }, () => JSON.stringify(newSecret("24"))));
    expect(made.size).toBe(20);
  });

  it.each(["23", "65", "0", "-32", "32.5", "3e1", "", "many"])(
    "of %j bytes is refused",
    (bytes) => {
      expect(newSecret(bytes)).toEqual({
        ok: false,
        problem: "--bytes: expected a whole number from 24 to 64",
      });
    },
  );
});

describe("a fresh pair of keys", () => {
  it("signs with one what the other verifies", () => {
    const { secret, publicKey } = newKeyPair();
    const { headers, body } = signedWith(secret);
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const request = requestWith({
      headers: Object.fromEntries(lower) as Record<string, string>,
      rawBody: Buffer.from(body),
    });
    const auth = {
      kind: "preset",
      preset: "standard-webhooks",
      secrets: [{ value: publicKey }],
      toleranceMs: 300_000,
    } as const;
    expect(verify(request, auth, AT * 1000)).toMatchObject({ ok: true, verified: true });
    expect(Buffer.from(secret.slice(5), "base64")).toHaveLength(64);
    expect(Buffer.from(publicKey.slice(5), "base64")).toHaveLength(32);
  });
});
