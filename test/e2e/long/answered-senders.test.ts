// What senders need as an answer, in the genuine Gateway: conversations with Twilio, Slack and Discord from the
// request to the reply, and what of them is kept. Each request is made as the vendor's page says, Twilio's by its
// own library:
// https://www.twilio.com/docs/messaging/guides/webhook-request
// https://docs.slack.dev/interactivity/implementing-slash-commands
// https://docs.discord.com/developers/interactions/receiving-and-responding
// https://docs.discord.com/developers/events/webhook-events
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { verifyKey } from "discord-interactions";
import twilio from "twilio";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startChatServer, type ChatServer } from "../../support/chat-server.ts";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const TWILIO_TOKEN = "12345678901234567890123456789012";
const TWILIO_URL = "https://gateway.myhook.test/hooks/sms";
const SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const keys = generateKeyPairSync("ed25519");
const DISCORD_KEY = keys.publicKey
  .export({ format: "der", type: "spki" })
  .subarray(-32)
  .toString("hex");
const slackPath = "commands/T0001/2002/canaryOfSlack1234";
const discordToken = "Y2FuYXJ5LW9m.RGlzY29yZC10b2tlbg";
const REPLY = `It's <b>done</b> & "well" <!channel> @everyone`;
const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

describe("senders that need an answer of their own", () => {
  let stage: Stage;
  let chats: ChatServer;
  let gateway: Gateway;
  const sent: string[] = [];

  const send = async (
    route: string,
    init: RequestInit,
  ): Promise<{ status: number; type: string | null; body: string }> => {
    const address = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}`;
    const response = await fetch(address, { method: "POST", ...init });
    const body = await response.text();
    sent.push(body);
    return { status: response.status, type: response.headers.get("content-type"), body };
  };

  const slack = (body: string, type: string): RequestInit => {
    const at = String(Math.floor(Date.now() / 1000));
    const mac = createHmac("sha256", SLACK_SECRET).update(`v0:${at}:${body}`).digest("hex");
    const headers = {
      "content-type": type,
      "x-slack-request-timestamp": at,
      "x-slack-signature": `v0=${mac}`,
    };
    return { headers, body };
  };

  const discord = async (value: object): Promise<RequestInit> => {
    const body = JSON.stringify(value);
    const at = String(Math.floor(Date.now() / 1000));
    const signature = sign(null, Buffer.from(at + body), keys.privateKey).toString("hex");
    expect(await verifyKey(body, signature, at, DISCORD_KEY)).toBe(true);
    const headers = {
      "content-type": JSON_TYPE,
      "x-signature-ed25519": signature,
      "x-signature-timestamp": at,
    };
    return { headers, body };
  };

  beforeAll(async () => {
    chats = await startChatServer();
    stage = await createStage(inject("tarball"));
    stage.model.script(() => ({ text: REPLY }));
    const agentId = "alert-handler";
    await stage.configure({
      endpoints: [stage.endpoint({ events: ["inbound.*"] })],
      inbound: {
        concurrency: 8,
        endpoints: {
          sms: {
            agentId,
            template: "{{body.From}}: {{body.Body}}",
            auth: { preset: "twilio", secret: TWILIO_TOKEN, url: TWILIO_URL },
            methods: ["POST", "GET"],
            response: { mode: "wait" },
          },
          status: {
            agentId,
            template: "{{body.MessageStatus}}",
            auth: { preset: "twilio", secret: TWILIO_TOKEN, url: TWILIO_URL },
            filter: { where: { "body.MessageStatus": "failed" } },
          },
          ask: {
            agentId,
            template: "{{body.command}}{{body.type}} {{body.text}} {{body.response_url}}",
            auth: { preset: "slack", secret: SLACK_SECRET },
          },
          app: {
            agentId,
            template: "{{body.data.name}}{{body.event.type}} {{body.token}}",
            auth: { preset: "discord", secret: DISCORD_KEY },
            callback: { endpoint: "main-webhook" },
          },
          word: {
            agentId,
            template: "{{body.a}}",
            response: { status: 201, body: "[accepted] {{body.a}}" },
          },
          waits: {
            agentId,
            template: "{{body.a}}",
            response: {
              mode: "wait",
              body: { code: 0, text: "{{reply}}", of: "{{status}}", n: "{{body.n}}" },
            },
          },
          device: { agentId, template: "{{body.state}}", methods: ["GET", "PUT"] },
          topic: {
            agentId,
            template: "{{body.Type}} of {{body.Subject}}",
            auth: { type: "basic", username: "sns", password: "word" },
          },
          wrong: { agentId, template: "x", response: { body: "{{bdy.a}}" } },
        },
      },
    });
    gateway = await stage.host.start(chats.env);
    // The first run of a Gateway may take longer than Twilio waits.
    await send("word", { headers: { "content-type": JSON_TYPE }, body: '{"a":"first"}' });
    await stage.receiver.until(() => stage.receiver.received.length > 0);
  });
  afterAll(async () => {
    await stage.dispose();
    await chats.close();
  });

  const twilioRequest = (
    fields: Record<string, string>,
    more: Record<string, string> = {},
  ): RequestInit => ({
    headers: {
      "content-type": FORM_TYPE,
      "x-twilio-signature": twilio.getExpectedTwilioSignature(TWILIO_TOKEN, TWILIO_URL, fields),
      ...more,
    },
    body: new URLSearchParams(fields).toString(),
  });
  const sms = { MessageSid: "SM1", From: "+15005550006", Body: "how is it?" };

  it("Twilio hears TwiML that says the reply, to a message, and to a call by GET", async () => {
    const own = new twilio.twiml.MessagingResponse();
    own.message(REPLY);
    const asked = stage.model.requests.length;
    const retried = { "i-twilio-idempotency-token": "token-1" };
    const [first, again] = await Promise.all([
      send("sms", twilioRequest(sms, retried)),
      send("sms", twilioRequest(sms, retried)),
    ]);
    expect(first).toMatchObject({ status: 200, type: "text/xml; charset=utf-8" });
    const unescaped = (xml: string): string =>
      xml.replaceAll("&quot;", '"').replaceAll("&apos;", "'");
    expect(unescaped(first.body)).toBe(own.toString());
    // A retry is told the same, and the model is not asked again.
    expect(again).toEqual(first);
    expect(stage.model.requests.length).toBe(asked + 1);

    const query = `?${String(new URLSearchParams({ CallSid: "CA1", From: "+15005550006" }))}`;
    const signature = twilio.getExpectedTwilioSignature(TWILIO_TOKEN, TWILIO_URL + query, {});
    const call = await send(`sms${query}`, {
      method: "GET",
      headers: { "x-twilio-signature": signature },
    });
    expect(call).toMatchObject({ status: 200, type: "text/xml; charset=utf-8" });
    expect(call.body).toMatch(/<Response><Say>It&apos;s .*<\/Say><\/Response>$/);
    const put = await send("sms", { ...twilioRequest(sms), method: "PUT" });
    expect(put.status).toBe(405);
  });

  it("Twilio hears TwiML of nothing to do where nothing is run", async () => {
    const fields = { MessageSid: "SM2", MessageStatus: "sent" };
    const asked = stage.model.requests.length;
    const filtered = await send("status", twilioRequest(fields));
    expect(filtered).toEqual({
      status: 200,
      type: "text/xml; charset=utf-8",
      body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
    });
    expect(stage.model.requests.length).toBe(asked);
  });

  it("Slack hears nothing at once, and the reply at the command's own address", async () => {
    const before = chats.received.length;
    chats.fail(1);
    const response_url = `https://hooks.slack.com/${slackPath}`;
    const fields = { command: "/ask", text: "why", response_url, trigger_id: "1.2" };
    const body = new URLSearchParams(fields).toString();
    expect(await send("ask", slack(body, FORM_TYPE))).toEqual({
      status: 200,
      type: null,
      body: "",
    });
    // The first try met a 503, and was made again.
    await chats.answered(before + 2);
    expect(
      chats.received.slice(before).map(({ host, method, path, body: told, status }) => ({
        host,
        method,
        path,
        told,
        status,
      })),
    ).toEqual(
      [503, 200].map((status) => ({
        host: "hooks.slack.com",
        method: "POST",
        path: `/${slackPath}`,
        told: {
          response_type: "ephemeral",
          replace_original: false,
          text: `It's &lt;b&gt;done&lt;/b&gt; &amp; "well" &lt;!channel&gt; @everyone`,
        },
        status,
      })),
    );
  });

  it("Slack's interactions are answered alike, and an address of anybody else's gets nothing", async () => {
    const before = chats.received.length;
    const payload = (response_url: string): string =>
      new URLSearchParams({
        payload: JSON.stringify({ type: "block_actions", response_url }),
      }).toString();
    const elsewhere = payload(`https://127.0.0.1:${stage.host.port}/${slackPath}`);
    const asked = stage.model.requests.length;
    expect((await send("ask", slack(elsewhere, FORM_TYPE))).status).toBe(200);
    await stage.model.asked(asked + 1);
    const right = payload(`https://hooks.slack.com/actions/T0001/2002/canaryOfSlack1234`);
    expect(await send("ask", slack(right, FORM_TYPE))).toEqual({
      status: 200,
      type: null,
      body: "",
    });
    await chats.answered(before + 1);
    expect(chats.received.slice(before).map(({ path }) => path)).toEqual([
      "/actions/T0001/2002/canaryOfSlack1234",
    ]);
  });

  it("Discord is greeted, deferred, and edited when the reply is there", async () => {
    const ping = await send(
      "app",
      await discord({ type: 1, id: "1", application_id: "42", token: discordToken }),
    );
    expect(ping).toMatchObject({ status: 200, body: '{"type":1}' });
    const before = chats.received.length;
    const callbacks = stage.receiver.received.length;
    const command = {
      type: 2,
      id: "2",
      application_id: "42",
      token: discordToken,
      data: { name: "ask" },
    };
    expect(await send("app", await discord(command))).toEqual({
      status: 200,
      type: JSON_TYPE,
      body: '{"type":5}',
    });
    await chats.answered(before + 1);
    expect(chats.received[before]).toMatchObject({
      host: "discord.com",
      method: "PATCH",
      path: `/api/v10/webhooks/42/${discordToken}/messages/@original`,
      body: { content: REPLY, allowed_mentions: { parse: [] } },
      status: 200,
    });
    // A callback of the route's own is told as well.
    await stage.receiver.until(() => stage.receiver.received.length > callbacks);
    const event = await send(
      "app",
      await discord({
        version: 1,
        application_id: "42",
        type: 1,
        event: { type: "APPLICATION_AUTHORIZED" },
      }),
    );
    expect(event).toEqual({ status: 204, type: JSON_TYPE, body: "" });
  });

  it("tells a failed run to whoever waits for its reply", async () => {
    const before = chats.received.length;
    stage.model.script(() => ({ status: 400, message: "the model refuses" }));
    await send(
      "app",
      await discord({ type: 2, id: "3", application_id: "42", token: discordToken, data: {} }),
    );
    await chats.answered(before + 1);
    expect(chats.received[before]?.body).toMatchObject({ content: "The run failed." });
    stage.model.script(() => ({ text: REPLY }));
  });

  it("answers in the words of the route's own", async () => {
    const headers = { "content-type": JSON_TYPE };
    const word = await send("word", { headers, body: '{"a":"<x>"}' });
    expect(word).toEqual({
      status: 201,
      type: "text/plain; charset=utf-8",
      body: "[accepted] <x>",
    });
    const waited = await send("waits", { headers, body: '{"a":"x","n":7}' });
    expect(waited).toMatchObject({ status: 200, type: JSON_TYPE });
    expect(JSON.parse(waited.body)).toEqual({ code: 0, text: REPLY, of: "completed", n: 7 });
  });

  it("takes a device's GET and PUT, a slash at the end, and a compressed body", async () => {
    const asked = stage.model.requests.length;
    const headers = { "content-type": JSON_TYPE };
    const statuses = [
      await send("device/?state=open", { method: "GET" }),
      await send("device/", { method: "PUT", headers, body: '{"state":"shut"}' }),
      await send("device", {
        method: "PUT",
        headers: { ...headers, "content-encoding": "gzip" },
        body: new Uint8Array(gzipSync('{"state":"ajar"}')),
      }),
      await send("device", { headers, body: "{}" }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 405]);
    await stage.model.asked(asked + 3);
    const prompts = JSON.stringify(stage.model.requests.slice(asked));
    for (const state of ["open", "shut", "ajar"]) expect(prompts).toContain(state);
  });

  it("reads what Amazon SNS calls text as what it is", async () => {
    const asked = stage.model.requests.length;
    const { status } = await send("topic", {
      headers: {
        "content-type": "text/plain; charset=UTF-8",
        "x-amz-sns-message-type": "Notification",
        authorization: `Basic ${Buffer.from("sns:word").toString("base64")}`,
      },
      body: '{"Type":"Notification","Subject":"lunch","Message":"{}"}',
    });
    expect(status).toBe(200);
    await stage.model.asked(asked + 1);
    expect(JSON.stringify(stage.model.requests.at(-1))).toContain("Notification of lunch");
  });

  it("keeps the addresses of replies to itself", async () => {
    const list = (await stage.host.call("eventWebhooks.requests.list", { limit: 100 })) as {
      requests: { id: string }[];
    };
    const shown = [];
    for (const { id } of list.requests)
      shown.push(await stage.host.call("eventWebhooks.requests.show", { id, body: true }));
    shown.push(await stage.host.call("eventWebhooks.list", { limit: 200 }));
    shown.push(await stage.host.call("eventWebhooks.endpoints", {}));
    expect(JSON.stringify(shown)).toContain("reply:ask");
    const directory = join(stage.host.stateDir, "event-webhooks");
    const files = readdirSync(directory);
    expect(statSync(join(directory, "reply.key")).mode & 0o777).toBe(0o600);
    const kept = files.map((file) => readFileSync(join(directory, file)).toString("latin1"));
    const everything = [
      ...kept,
      gateway.log(),
      JSON.stringify(shown),
      ...sent,
      JSON.stringify(stage.model.requests),
      JSON.stringify(stage.receiver.received),
    ].join("\n");
    for (const secret of ["canaryOfSlack1234", discordToken])
      expect(everything).not.toContain(secret);
  });

  it("says before anything comes that an answer names what is not there", async () => {
    expect(gateway.log()).toContain('response.body: there is no "bdy", did you mean "body"?');
    const headers = { "content-type": JSON_TYPE };
    expect((await send("wrong", { headers, body: "{}" })).status).toBe(503);
  });
});
