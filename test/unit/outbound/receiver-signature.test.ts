// By libraries and node:crypto alone: nothing here is verified with the code that signed it.
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { sentBy } from "../../support/sent-request.ts";

const NOW = Date.UTC(2026, 10, 30, 12);
const SECONDS = String(NOW / 1000);
const hmac = (secret: string, text: string, encoding: "hex" | "base64" = "hex"): string =>
  createHmac("sha256", secret).update(text).digest(encoding);
const url = "https://hooks.acme-receiver.io/a?b=%20c&d=1";

describe("a signature as the receiver checks it", () => {
  it("stands beside the own ones, each over what is sent in the end", () => {
    const { headers, body, proofs } = sentBy(
      { url, secret: "own-secret", signature: "github" },
      NOW,
    );
    const text = Buffer.from(body).toString();
    expect(headers).toMatchObject({
      "x-hub-signature-256": `sha256=${hmac("own-secret", text)}`,
      "x-github-delivery": "evt_1",
      "X-OpenClaw-Signature": `sha256=${hmac("own-secret", `${SECONDS}.${text}`)}`,
    });
    expect(proofs()).toContain(hmac("own-secret", text));
  });

  it("is put into the body before the own ones are made", () => {
    const signature = { body: "auth.sign", signed: "{body.id}", secret: "theirs-secret" };
    const { headers, body } = sentBy({ url, secret: "own-secret", signature }, NOW);
    const text = Buffer.from(body).toString();
    expect(JSON.parse(text)).toMatchObject({ auth: { sign: hmac("theirs-secret", "evt_1") } });
    expect(headers["X-OpenClaw-Signature"]).toBe(
      `sha256=${hmac("own-secret", `${SECONDS}.${text}`)}`,
    );
  });

  it("is put into the query, and the rest of the address stays as it is written", () => {
    const signature = {
      query: "sig n",
      encoding: "base64",
      signed: "{query.d}{body}",
      secret: "s-1",
    };
    const sent = sentBy({ url, signature }, NOW);
    const sign = hmac("s-1", `1${Buffer.from(sent.body).toString()}`, "base64");
    expect(sent.url).toBe(`${url}&sig%20n=${encodeURIComponent(sign)}`);
  });

  it("signs with all secrets of a rotation where the receiver reads several, else with the newest", () => {
    const secret = [{ value: "new" }, { value: "old" }, { value: "gone", expiresAt: "2026-01-01" }];
    const stripe = sentBy({ url, secret, signature: "stripe" }, NOW);
    const text = `${SECONDS}.${Buffer.from(stripe.body).toString()}`;
    expect(stripe.headers["stripe-signature"]).toBe(
      `t=${SECONDS},v1=${hmac("new", text)},v1=${hmac("old", text)}`,
    );
    const slack = sentBy({ url, secret, signature: "slack" }, NOW);
    expect(slack.headers["x-slack-signature"]).toBe(
      `v0=${hmac("new", `v0:${SECONDS}:${Buffer.from(slack.body).toString()}`)}`,
    );
  });

  it("may take the place of the published one", () => {
    const theirs = "whsec_dGhlaXJzLXRoZWlycy10aGVpcnMtMTIz";
    const own = "whsec_b3duLW93bi1vd24tb3duLW93bi1vd24t";
    const { headers, body } = sentBy(
      { url, secret: own, signature: { preset: "standard-webhooks", secret: theirs } },
      Date.now(),
    );
    const text = Buffer.from(body).toString();
    expect(() => new Webhook(theirs).verify(text, headers)).not.toThrow();
    expect(() => new Webhook(own).verify(text, headers)).toThrow("No matching signature");
    expect(headers["X-OpenClaw-Signature"]).toMatch(/^sha256=/);
  });

  it("signs the address as it is called, or as the receiver knows it", () => {
    const signature = { header: "X-Sign", signed: "{url} {body}", secret: "s-1" };
    const called = sentBy({ url, signature }, NOW);
    const text = Buffer.from(called.body).toString();
    expect(called.headers["x-sign"]).toBe(hmac("s-1", `${url} ${text}`));
    const known = sentBy({ url, signature: { ...signature, url: "https://in.acme.io/x" } }, NOW);
    expect(known.headers["x-sign"]).toBe(hmac("s-1", `https://in.acme.io/x?b=%20c&d=1 ${text}`));
  });

  it("has no place in a body that is no object", () => {
    const signature = { body: "sign", signed: "{timestamp}", timestamp: "X-At", secret: "s-1" };
    expect(() => sentBy({ url, signature, transform: ["a"] }, NOW)).toThrow(
      'signature: there is no place for the signature in body field "sign"',
    );
  });

  it("is DingTalk's in the query and Feishu's in the body", () => {
    const base = { secret: "SEC0123" };
    const dingtalk = sentBy(
      { ...base, url: "https://oapi.dingtalk.com/robot/send?access_token=0a", format: "dingtalk" },
      NOW,
    );
    const query = new URL(dingtalk.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      access_token: "0a",
      timestamp: String(NOW),
      sign: hmac("SEC0123", `${NOW}\nSEC0123`, "base64"),
    });
    const feishu = sentBy(
      { ...base, url: "https://open.feishu.cn/open-apis/bot/v2/hook/0a", format: "feishu" },
      NOW,
    );
    expect(JSON.parse(Buffer.from(feishu.body).toString())).toMatchObject({
      timestamp: SECONDS,
      sign: hmac(`${SECONDS}\nSEC0123`, "", "base64"),
      msg_type: "post",
    });
  });
});
