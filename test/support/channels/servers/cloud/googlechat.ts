// Google Chat: events by HTTP with a JWT of Google's own service account, and the REST API behind an
// access token that a service account signs for.
// https://developers.google.com/workspace/chat/verify-requests-from-chat
// https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages
// https://developers.google.com/identity/protocols/oauth2/service-account#httprest
import { generateKeyPairSync, sign, verify, type KeyObject } from "node:crypto";
import { refuses, untilAnswered } from "../../answering.ts";
import type { Channel, Shown } from "../../channel.ts";
import { asText, serve, type Answer } from "../../loopback.ts";

const PROJECT = "123456789012";
const CHAT = "chat@system.gserviceaccount.com";
const ROBOT = "clawbot@loopback.iam.gserviceaccount.com";
const ACCESS_TOKEN = "ya29.loopback-access-token";
const PATH = "/googlechat";
const DIRECT = "spaces/DIRECT";
const GROUP = "spaces/OPS";
const ADA = { name: "users/200000000000000000002", displayName: "Ada", type: "HUMAN" };

const JSON_BODY = { "content-type": "application/json" };

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url");

export const googlechat: Channel = {
  id: "googlechat",
  package: "@openclaw/googlechat",
  version: "2026.9.5",
  async open({ gatewayPort }) {
    const google = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const robot = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = (key: KeyObject): string =>
      key.export({ type: key.type === "private" ? "pkcs8" : "spki", format: "pem" }).toString();
    const shown: Shown[] = [];
    const url = `http://127.0.0.1:${gatewayPort}${PATH}`;
    let refused = false;
    let count = 0;
    const fail = (code: number, status: string, message: string): Answer => ({
      status: code,
      json: { error: { code, message, status } },
    });
    const token = (assertion: string): Answer => {
      const [head = "", claims = "", signature = ""] = assertion.split(".");
      const signed = Buffer.from(`${head}.${claims}`);
      const right = verify("sha256", signed, robot.publicKey, Buffer.from(signature, "base64url"));
      return right
        ? { json: { access_token: ACCESS_TOKEN, expires_in: 3599, token_type: "Bearer" } }
        : { status: 400, json: { error: "invalid_grant" } };
    };
    const posted = (space: string, body: Record<string, unknown>, edit?: string): Answer => {
      if (refused) return fail(403, "PERMISSION_DENIED", "The app is not a member of the space.");
      const text = asText(body["text"]);
      const media = Array.isArray(body["attachment"]);
      shown.push({ kind: edit !== undefined ? "edit" : media ? "media" : "text", text });
      count += 1;
      const name = edit ?? `${space}/messages/sent${count}`;
      return {
        json: { name, text, thread: { name: `${space}/threads/1` }, space: { name: space } },
      };
    };
    const api = await serve(
      ({ method, path, headers, body, raw }): Answer => {
        if (path === "/token")
          return token(new URLSearchParams(raw.toString()).get("assertion") ?? "");
        if (path.endsWith(CHAT)) return { json: { key1: pem(google.publicKey) } };
        if (headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
          return fail(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
        const [, space = "", message] =
          /\/v1\/(spaces\/\w+)(?:\/messages\/?(\S+)?)?/.exec(path) ?? [];
        if (path.startsWith("/upload/"))
          return { json: { attachmentDataRef: { attachmentUploadToken: "upload1" } } };
        if (space === "") return { json: { spaces: [] } };
        if (method === "POST") return posted(space, body);
        if (method === "PATCH" || method === "PUT")
          return posted(space, body, `${space}/messages/${message}`);
        if (method === "DELETE") return { json: {} };
        return { json: { name: space, spaceType: space === DIRECT ? "DIRECT_MESSAGE" : "SPACE" } };
      },
      { tls: true },
    );
    const bearer = (): string => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: CHAT, aud: PROJECT, iat: now, exp: now + 3600 };
      const signed = `${base64url({ alg: "RS256", kid: "key1", typ: "JWT" })}.${base64url(claims)}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), google.privateKey).toString("base64url")}`;
    };
    const say = async (space: string, text: string, mentioned: boolean): Promise<void> => {
      count += 1;
      const bot = { name: "users/app", displayName: "clawbot", type: "BOT" };
      const mention = {
        type: "USER_MENTION",
        startIndex: 0,
        length: 8,
        userMention: { user: bot },
      };
      const direct = space === DIRECT;
      const event = {
        type: "MESSAGE",
        eventTime: new Date().toISOString(),
        user: ADA,
        space: {
          name: space,
          type: direct ? "DM" : "ROOM",
          spaceType: direct ? "DIRECT_MESSAGE" : "SPACE",
          displayName: direct ? "" : "Ops",
        },
        message: {
          name: `${space}/messages/said${count}`,
          sender: ADA,
          createTime: new Date().toISOString(),
          text: mentioned ? `@clawbot ${text}` : text,
          argumentText: text,
          thread: { name: `${space}/threads/1` },
          ...(mentioned ? { annotations: [mention] } : {}),
        },
      };
      const response = await fetch(url, {
        method: "POST",
        headers: { ...JSON_BODY, authorization: `Bearer ${bearer()}` },
        body: JSON.stringify(event),
      });
      if (!response.ok)
        throw new Error(`the adapter answered ${response.status} ${await response.text()}`);
    };
    return {
      config: {
        enabled: true,
        serviceAccount: {
          type: "service_account",
          project_id: "loopback",
          private_key_id: "robot1",
          private_key: pem(robot.privateKey),
          client_email: ROBOT,
          client_id: "100000000000000000001",
          auth_uri: "https://accounts.google.com/o/oauth2/auth",
          token_uri: "https://oauth2.googleapis.com/token",
          auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
          client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(ROBOT)}`,
          universe_domain: "googleapis.com",
        },
        audienceType: "project-number",
        audience: PROJECT,
        webhookPath: PATH,
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        groups: { [GROUP]: { requireMention: true } },
        botUser: "users/app",
      },
      vendorHosts: {
        "chat.googleapis.com": api.port,
        "oauth2.googleapis.com": api.port,
        "www.googleapis.com": api.port,
      },
      shown,
      connected: () =>
        untilAnswered(url, { method: "POST", headers: JSON_BODY, body: "{}" }, refuses),
      write: (text) => say(DIRECT, text, false),
      writeInGroup: (text, mention) => say(GROUP, text, mention),
      async refuse(now) {
        refused = now;
      },
      close: () => api.close(),
    };
  },
};
