// Vendors' libraries that check a signature made with a private key, or a JSON Web Token.
import { createCipheriv, createHash, createHmac, generateKeyPairSync } from "node:crypto";
import { load } from "./load.ts";
import { post, type Oracle } from "./oracle.ts";

const SECRET = "a-shared-secret-of-32-characters";

const pem = { type: "spki", format: "pem" } as const;
const own = { type: "pkcs8", format: "pem" } as const;
const edPair = generateKeyPairSync("ed25519");
const edPublic = edPair.publicKey.export({ type: "spki", format: "der" }).subarray(12);
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rsaPublic = rsa.publicKey.export(pem).toString();

/** As its page describes it: AES-256-CBC under the key's SHA-256, the start vector in front. */
function encryptedForFeishu(text: string): string {
  const iv = Buffer.alloc(16, 7);
  const key = createHash("sha256").update(SECRET).digest();
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString("base64");
}

export const KEY_LIBRARIES: readonly Oracle[] = [
  {
    preset: "discord",
    secret: edPublic.toString("hex"),
    privateKey: edPair.privateKey.export(own).toString(),
    accepts: ({ headers }, body) =>
      load("discord-interactions").verifyKey(
        body,
        headers["x-signature-ed25519"],
        headers["x-signature-timestamp"],
        edPublic.toString("hex"),
      ),
  },
  {
    preset: "telnyx",
    secret: edPublic.toString("base64"),
    privateKey: edPair.privateKey.export(own).toString(),
    accepts: ({ headers }, body) => {
      const { Telnyx } = load("telnyx");
      const client = new Telnyx({ apiKey: "k" });
      return client.webhooks.unwrap(body, { headers, key: edPublic.toString("base64") });
    },
  },
  ...[
    ec.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    ec.publicKey.export(pem).toString(),
    ec.publicKey
      .export(pem)
      .toString()
      .replaceAll("\n", String.raw`\n`),
  ].map((secret): Oracle => ({
    preset: "sendgrid",
    secret,
    privateKey: ec.privateKey.export(own).toString(),
    accepts: ({ headers }, body) => {
      const library = new (load("@sendgrid/eventwebhook").EventWebhook)();
      const key = library.convertPublicKeyToECDSA(ec.publicKey.export(pem).toString());
      const name = "x-twilio-email-event-webhook-";
      return library.verifySignature(
        key,
        body,
        headers[`${name}signature`],
        headers[`${name}timestamp`],
      );
    },
  })),
  {
    preset: "wechatpay",
    headers: { "wechatpay-nonce": "nonce-1" },
    secret: rsaPublic,
    privateKey: rsa.privateKey.export(own).toString(),
    accepts: ({ headers }, body) => {
      const Pay = load("wechatpay-node-v3").default ?? load("wechatpay-node-v3");
      Pay.certificates = { serial: rsaPublic };
      return Pay.prototype.verifySign.call(Pay.prototype, {
        timestamp: headers["wechatpay-timestamp"],
        nonce: headers["wechatpay-nonce"],
        body,
        serial: "serial",
        signature: headers["wechatpay-signature"],
      });
    },
  },
  {
    preset: "alipay",
    secret: rsaPublic,
    privateKey: rsa.privateKey.export(own).toString(),
    form: true,
    accepts: (_, body) => {
      const { AlipaySdk } = load("alipay-sdk");
      const client = new AlipaySdk({
        appId: "1",
        privateKey: rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
        alipayPublicKey: rsa.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
      });
      return client.checkNotifySignV2(Object.fromEntries(new URLSearchParams(body)));
    },
  },
  ...["feishu", "lark"].map((preset): Oracle => ({
    preset,
    secret: SECRET,
    sign: (body, now) => {
      const sealed = JSON.stringify({ encrypt: encryptedForFeishu(body) });
      const time = String(Math.floor(now / 1000));
      const text = `${time}nonce-1${SECRET}${sealed}`;
      return post(sealed, {
        "x-lark-request-timestamp": time,
        "x-lark-request-nonce": "nonce-1",
        "x-lark-signature": createHash("sha256").update(text).digest("hex"),
      });
    },
    // It verifies what it has read, and hands over what it has decrypted.
    accepts: async ({ headers }, body) => {
      const { EventDispatcher, LoggerLevel } = load("@larksuiteoapi/node-sdk");
      const dispatcher = new EventDispatcher({
        encryptKey: SECRET,
        loggerLevel: LoggerLevel.fatal,
      });
      const data = Object.assign(Object.create({ headers }), JSON.parse(body));
      return (await dispatcher.invoke(data)) !== undefined;
    },
  })),
  {
    preset: "livekit",
    secret: SECRET,
    sign: async (body) => {
      const { AccessToken } = load("livekit-server-sdk");
      const token = new AccessToken("key", SECRET);
      token.sha256 = createHash("sha256").update(body).digest("base64");
      return post(body, { authorization: await token.toJwt() });
    },
    accepts: ({ headers }, body) =>
      new (load("livekit-server-sdk").WebhookReceiver)("key", SECRET)
        .receive(body, headers["authorization"])
        // Verified, and then found to be no event of LiveKit's.
        .catch((error: Error) => /cannot decode/.test(error.message)),
  },
  {
    preset: "messagebird",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { verify, VerifyOptions } = load("messagebird/lib/webhook-signature-jwt");
      const options = new VerifyOptions(false);
      const key = load("node:crypto").createSecretKey(Buffer.from(SECRET));
      return verify("", Buffer.from(body), headers["messagebird-signature-jwt"], key, options);
    },
  },
  {
    preset: "monday",
    secret: SECRET,
    // It says who sends, not what: so does its page.
    unboundThere: true,
    sign: (body) =>
      post(body, {
        authorization: load("jsonwebtoken").sign({ userId: 1 }, SECRET, { expiresIn: 60 }),
      }),
    accepts: ({ headers }) => load("jsonwebtoken").verify(headers["authorization"], SECRET),
  },
  {
    preset: "plaid",
    secret: JSON.stringify(ec.publicKey.export({ format: "jwk" })),
    privateKey: ec.privateKey.export(own).toString(),
    accepts: async ({ headers }, body) => {
      const { importJWK, jwtVerify } = load("jose");
      const key = await importJWK(ec.publicKey.export({ format: "jwk" }), "ES256");
      const options = { algorithms: ["ES256"], maxTokenAge: "5 min" };
      const { payload } = await jwtVerify(headers["plaid-verification"], key, options);
      const hash = createHash("sha256").update(body).digest("hex");
      return payload.request_body_sha256 === hash;
    },
  },
  {
    preset: "qstash",
    secret: SECRET,
    accepts: ({ headers }, body) => {
      const { Receiver } = load("@upstash/qstash");
      const receiver = new Receiver({ currentSigningKey: SECRET, nextSigningKey: "next" });
      return receiver.verify({ signature: headers["upstash-signature"], body });
    },
  },
  {
    preset: "vonage",
    secret: SECRET,
    // It checks the token alone; that the body has its hash is the receiver's to see, says its page.
    unboundThere: true,
    accepts: ({ headers }) =>
      load("@vonage/jwt").verifySignature(
        headers["authorization"]?.replace(/^Bearer /, ""),
        SECRET,
      ),
  },
  {
    preset: "telegram",
    secret: "telegram_Secret-1",
    unboundThere: true,
    sign: (body) => post(body, { "x-telegram-bot-api-secret-token": "telegram_Secret-1" }),
    accepts: async ({ headers }, body) => {
      const { Bot, webhookCallback } = load("grammy");
      const bot = new Bot("1:a", {
        botInfo: { id: 1, is_bot: true, first_name: "b", username: "b" },
      });
      const handle = webhookCallback(bot, "std/http", { secretToken: "telegram_Secret-1" });
      const answer = await handle(
        new Request("https://a.example", { method: "POST", headers, body }),
      );
      return answer.status === 200;
    },
  },
  {
    preset: "twilio",
    secret: SECRET,
    url: "https://me.example.com/hooks/a",
    form: true,
    sign: (body) => {
      const { getExpectedTwilioSignature } = load("twilio/lib/webhooks/webhooks");
      const fields = Object.fromEntries(new URLSearchParams(body));
      const signature = getExpectedTwilioSignature(
        SECRET,
        "https://me.example.com/hooks/a",
        fields,
      );
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature,
      };
      return post(body, headers);
    },
    accepts: ({ headers, url }, body) => {
      const called = `https://me.example.com${url}`;
      const { validateRequest, validateRequestWithBody } = load("twilio");
      const signature = headers["x-twilio-signature"];
      return headers["content-type"] === "application/x-www-form-urlencoded"
        ? validateRequest(SECRET, signature, called, Object.fromEntries(new URLSearchParams(body)))
        : validateRequestWithBody(SECRET, signature, called, body);
    },
  },
  {
    preset: "linear",
    secret: SECRET,
    sign: (body, now) => {
      const dated = JSON.stringify({ ...(JSON.parse(body) as object), webhookTimestamp: now });
      return post(dated, {
        "linear-signature": createHmac("sha256", SECRET).update(dated).digest("hex"),
      });
    },
    accepts: ({ headers }, body) => {
      const { LinearWebhookClient } = load("@linear/sdk/webhooks");
      const { webhookTimestamp } = JSON.parse(body) as { webhookTimestamp: number };
      const signature = headers["linear-signature"];
      return new LinearWebhookClient(SECRET).verify(Buffer.from(body), signature, webhookTimestamp);
    },
  },
];
