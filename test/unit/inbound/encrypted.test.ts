// Bodies that their sender encrypts, made here by node:crypto alone: read by the route, refused where they are forged.
import { createCipheriv, createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RouteAuth } from "../../../src/config/route/route-settings.ts";
import { handshake } from "../../../src/inbound/proof/handshake.ts";
import { verify } from "../../../src/inbound/proof/verify.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { compiledRoute, judged, routeWith } from "../../support/routes.ts";

const NOW = 1_700_000_000_000;
const KEY = "an-encrypt-key";
const EVENT = { schema: "2.0", header: { event_id: "e-1", token: "t" }, event: { text: "你好" } };

const auth = (secret = KEY): RouteAuth => ({
  kind: "preset",
  preset: "feishu",
  secrets: [{ value: secret }],
});

function sealed(value: unknown, key = KEY): string {
  const iv = Buffer.alloc(16, 3);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  const clear = JSON.stringify(value);
  const encrypt = Buffer.concat([iv, cipher.update(clear), cipher.final()]).toString("base64");
  return JSON.stringify({ encrypt });
}

function signed(body: string, key = KEY) {
  const text = `1700000000nonce${key}${body}`;
  return requestWith({
    headers: {
      "content-type": "application/json",
      "x-lark-request-timestamp": "1700000000",
      "x-lark-request-nonce": "nonce",
      "x-lark-signature": createHash("sha256").update(text).digest("hex"),
    },
    rawBody: Buffer.from(body),
  });
}

describe("an event of Feishu", () => {
  it("leads to a prompt of what it says in clear, under its own id", async () => {
    const route = routeWith({ auth: auth(), template: "Said: {{body.event.text}}" });
    const request = signed(sealed(EVENT));
    const compiled = compiledRoute(route);
    const wrap = (text: string): string => text;
    const decision = await receive({ id: "req_1", request, compiled, wrap, now: NOW });
    const { record, kind } = judged(decision);
    expect(kind).toBe("accepted");
    expect(record.job?.prompt).toContain("你好");
    expect(JSON.stringify(record)).not.toContain('"t"');
    expect(verify(request, auth(), NOW)).toMatchObject({
      ok: true,
      deliveryId: "e-1",
      signed: true,
    });
  });

  it("is refused with another signature, and with another key's", () => {
    const request = signed(sealed(EVENT));
    expect(verify({ ...request, rawBody: Buffer.from(sealed({})) }, auth(), NOW).ok).toBe(false);
    expect(verify(request, auth("another"), NOW).ok).toBe(false);
  });
});

describe("the handshake of Feishu", () => {
  const asked = { type: "url_verification", challenge: "c-1", token: "t" };
  const answer = (body: string, secret = KEY) =>
    handshake(requestWith({ rawBody: Buffer.from(body) }), auth(secret), NOW)?.body;

  it("gets its challenge back out of the encrypted body", () => {
    expect(answer(sealed(asked))).toBe('{"challenge":"c-1"}');
  });

  it("gets nothing in clear, under another key or for an event", () => {
    expect(answer(JSON.stringify(asked))).toBeUndefined();
    expect(answer(sealed(asked), "another")).toBeUndefined();
    expect(answer(sealed(EVENT))).toBeUndefined();
    expect(answer('{"encrypt":"AAAA"}')).toBeUndefined();
  });
});
