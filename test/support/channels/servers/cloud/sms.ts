// Twilio's Programmable Messaging: an incoming message is a form signed with the auth token over URL and
// parameters; an outgoing one is a form, answered with its SID.
// https://www.twilio.com/docs/messaging/guides/webhook-request · https://www.twilio.com/docs/usage/security
// https://www.twilio.com/docs/messaging/api/message-resource
import { createHmac } from "node:crypto";
import { refuses, untilAnswered } from "../../answering.ts";
import type { Channel, Shown } from "../../channel.ts";
import { asText, serve, type Answer } from "../../loopback.ts";

const ACCOUNT = `AC${"0".repeat(31)}1`;
const AUTH_TOKEN = "twilio-auth-token-of-the-stand-in";
const BOT = "+15005550006";
const ADA = "+15005550010";
const PATH = "/webhooks/sms";
const PUBLIC_URL = `https://gateway.example.com${PATH}`;

const sid = (kind: string, count: number): string => kind + String(count).padStart(32, "0");

export const sms: Channel = {
  id: "sms",
  package: "@openclaw/sms",
  version: "2026.9.4",
  without: {
    "group-mention": "the adapter has no groups",
    "group-silent": "the adapter has no groups",
    edit: "SMS has no edits",
  },
  async open({ gatewayPort }) {
    const shown: Shown[] = [];
    const url = `http://127.0.0.1:${gatewayPort}${PATH}`;
    let refused = false;
    let count = 0;
    const fail = (status: number, code: number, message: string): Answer => ({
      status,
      json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    });
    const basic = `Basic ${Buffer.from(`${ACCOUNT}:${AUTH_TOKEN}`).toString("base64")}`;
    const api = await serve(
      ({ method, path, headers, body, raw }) => {
        if (headers.authorization !== basic) return fail(401, 20_003, "Authenticate");
        if (method !== "POST" || path !== `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)
          return path.endsWith("/IncomingPhoneNumbers.json")
            ? { json: { incoming_phone_numbers: [{ sid: sid("PN", 1), phone_number: BOT }] } }
            : fail(404, 20_404, "The requested resource was not found");
        if (refused) return fail(400, 21_610, "Attempt to send to unsubscribed recipient");
        const text = asText(body["Body"]);
        if (text.length > 1600)
          return fail(400, 21_617, "The message body exceeds 1600 characters");
        const media = new URLSearchParams(raw.toString()).has("MediaUrl");
        shown.push({ kind: media ? "media" : "text", text });
        count += 1;
        return {
          status: 201,
          json: { sid: sid("SM", count), to: body["To"], from: BOT, body: text, status: "queued" },
        };
      },
      { tls: true },
    );
    return {
      config: {
        enabled: true,
        accountSid: ACCOUNT,
        authToken: AUTH_TOKEN,
        fromNumber: BOT,
        publicWebhookUrl: PUBLIC_URL,
        webhookPath: PATH,
        dmPolicy: "open",
        allowFrom: ["*"],
      },
      vendorHosts: { "api.twilio.com": api.port, "messaging.twilio.com": api.port },
      shown,
      connected: () => untilAnswered(url, { method: "POST", body: new URLSearchParams() }, refuses),
      async write(text) {
        count += 1;
        const form: Record<string, string> = {
          ToCountry: "US",
          SmsMessageSid: sid("SM", count),
          MessageSid: sid("SM", count),
          SmsStatus: "received",
          NumMedia: "0",
          NumSegments: "1",
          AccountSid: ACCOUNT,
          From: ADA,
          To: BOT,
          Body: text,
          ApiVersion: "2010-04-01",
        };
        const signed = Object.keys(form)
          .toSorted()
          .reduce((all, key) => all + key + form[key], PUBLIC_URL);
        const response = await fetch(url, {
          method: "POST",
          headers: {
            "x-twilio-signature": createHmac("sha1", AUTH_TOKEN).update(signed).digest("base64"),
          },
          body: new URLSearchParams(form),
        });
        if (!response.ok) throw new Error(`the adapter answered ${response.status}`);
      },
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};
