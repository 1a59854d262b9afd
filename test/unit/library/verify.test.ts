import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { verify } from "../../../packages/openclaw-webhooks/src/verify.ts";
import type { WebhookProblem } from "../../../packages/openclaw-webhooks/src/problem.ts";
import { attemptHeaders } from "../../../src/outbound/sign.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

interface Vector {
  name: string;
  valid: boolean;
  now: number;
  secret: string;
  headers: Record<string, string>;
  body: string;
}

const vectors = JSON.parse(
  readFileSync(new URL("../../../docs/verify/vectors.json", import.meta.url), "utf8"),
) as Vector[];

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = '{"text":"Grüße 🚨"}';
const at = new Date("2026-03-14T10:30:00Z");
const now = (): number => at.getTime();

/** The code of the refusal, or the scheme that fitted. */
async function told(attempt: ReturnType<typeof verify>): Promise<string> {
  return attempt.then(
    ({ scheme }) => scheme,
    (problem: WebhookProblem) => problem.code,
  );
}

const standardHeaders = (signature: string, timestamp = at): Record<string, string> => ({
  "webhook-id": "evt_1",
  "webhook-timestamp": String(timestamp.getTime() / 1000),
  "webhook-signature": signature,
});

describe("the vectors of docs/verify", () => {
  it.each(vectors)("$name", async ({ valid, headers, body: text, secret: own, now: seconds }) => {
    const attempt = verify(text, headers, { secret: own, now: () => seconds * 1000 });
    expect((await told(attempt)) === "x-openclaw").toBe(valid);
  });
});

describe("requests of other signers", () => {
  it("takes what the Standard Webhooks library signs", async () => {
    const headers = standardHeaders(new Webhook(secret).sign("evt_1", at, body));
    expect(await told(verify(body, headers, { secret, now }))).toBe("v1");
    expect(await told(verify(`${body} `, headers, { secret, now }))).toBe("signature-wrong");
  });

  it("takes what Svix signs", async () => {
    const headers = standardHeaders(new SvixWebhook(secret).sign("evt_1", at, body));
    expect(await told(verify(body, headers, { secret, now }))).toBe("v1");
    const other = { ...headers, "webhook-id": "evt_2" };
    expect(await told(verify(body, other, { secret, now }))).toBe("signature-wrong");
  });

  it("takes an ed25519 signature of OpenSSL's with the public key, and nobody else's", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const raw = publicKey.export({ format: "jwk" }).x ?? "";
    const whpk = `whpk_${Buffer.from(raw, "base64url").toString("base64")}`;
    const content = Buffer.from(`evt_1.${at.getTime() / 1000}.${body}`);
    const headers = (key: Parameters<typeof sign>[2]): Record<string, string> =>
      standardHeaders(`v1,AAAA v1a,${sign(null, content, key).toString("base64")}`);
    const stranger = createPrivateKey(
      generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }),
    );
    expect(await told(verify(body, headers(privateKey), { secret: whpk, now }))).toBe("v1a");
    expect(await told(verify(body, headers(stranger), { secret: whpk, now }))).toBe(
      "signature-wrong",
    );
  });
});

describe("what the Gateway sends", () => {
  const event = eventWith({ text: "Grüße 🚨" }, { id: "evt_0199", type: "message.sent" });
  const sent = (...secrets: string[]): Record<string, string> =>
    attemptHeaders({
      endpoint: endpointWith({ secrets: secrets.map((value) => ({ value })) }),
      event,
      deliveryId: "dlv_1",
      attempt: 1,
      atSeconds: at.getTime() / 1000,
      body: event.json,
      userAgent: "openclaw-event-webhooks/0.1.0",
    });

  it("is taken with either secret of a rotation, by a receiver that has one or both", async () => {
    const headers = sent(secret, "another one");
    for (const own of [secret, "another one", ["wrong", "another one"]]) {
      expect(await told(verify(event.json, headers, { secret: own, now }))).toBe("x-openclaw");
    }
    expect(await told(verify(event.json, headers, { secret: "wrong", now }))).toBe(
      "signature-wrong",
    );
  });

  it("is taken in each kind of headers and of bodies", async () => {
    const headers = sent(secret);
    const bytes = Buffer.from(event.json);
    const listed = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]),
    );
    for (const each of [headers, listed, new Headers(headers)]) {
      for (const raw of [event.json, bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer]) {
        expect(await told(verify(raw, each, { secret, now }))).toBe("x-openclaw");
      }
    }
  });
});

describe("what cannot be verified", () => {
  const signed = standardHeaders(new Webhook(secret).sign("evt_1", at, body));
  const problem = async (
    raw: unknown,
    headers: Record<string, string>,
    options: object = {},
  ): Promise<WebhookProblem> =>
    verify(raw as string, headers, { secret, now, ...options }).then(
      () => expect.unreachable("it was taken"),
      (error: WebhookProblem) => error,
    );

  it("says of a parsed body what to do", async () => {
    for (const raw of [{ text: "x" }, [], null, undefined, 1]) {
      const { code, message } = await problem(raw, signed);
      expect(code).toBe("body-parsed");
      expect(message).toContain("express.raw");
    }
  });

  it("says which header is missing", async () => {
    const { "webhook-id": id, "webhook-timestamp": timestamp, ...signature } = signed;
    const given = { id: id ?? "", timestamp: timestamp ?? "" };
    expect(await problem(body, {})).toMatchObject({ code: "header-missing" });
    expect(await problem(body, signature)).toMatchObject({ code: "header-missing" });
    expect(
      await problem(body, { ...signature, "webhook-timestamp": given.timestamp }),
    ).toMatchObject({
      code: "header-missing",
      message: "webhook-id is missing, and it is signed.",
    });
  });

  it("holds both timestamps to the same second", async () => {
    const headers = { ...signed, "x-openclaw-signature": "sha256=00", "x-openclaw-timestamp": "1" };
    expect(await problem(body, headers)).toMatchObject({ code: "timestamp-malformed" });
  });

  it("is refused where the tolerance or the clock is no number", async () => {
    for (const options of [{ toleranceSeconds: Number.NaN }, { now: () => Number.NaN }]) {
      expect(await problem(body, signed, options)).toMatchObject({
        code: "timestamp-outside-tolerance",
      });
    }
  });

  it("says how far a request is from now", async () => {
    const later = (): number => at.getTime() + 301_000;
    expect((await problem(body, signed, { now: later })).message).toMatch(
      /^The request is 301 s old/,
    );
    const hour = { now: later, toleranceSeconds: 3600 };
    expect(await told(verify(body, signed, { secret, ...hour }))).toBe("v1");
  });

  it("names what is wrong with a secret and never shows it", async () => {
    for (const own of ["", undefined, [], [""], "whsk_c2VjcmV0", "whpk_c2VjcmV0"]) {
      const { code, message } = await problem(body, signed, { secret: own });
      expect(code).toBe("secret-unusable");
      expect(message).not.toContain("c2VjcmV0");
    }
  });

  it("looks at no more signatures than a sender makes", async () => {
    const right = signed["webhook-signature"] ?? "";
    const wrong = `v1,${Buffer.alloc(32).toString("base64")} `;
    const many = (count: number): Record<string, string> => ({
      ...signed,
      "webhook-signature": wrong.repeat(count) + right,
    });
    expect(await told(verify(body, many(19), { secret, now }))).toBe("v1");
    expect(await told(verify(body, many(20), { secret, now }))).toBe("signature-wrong");
  });
});
