// signal-cli-rest-api in json-rpc mode: a WebSocket for what comes in, /v2/send for what goes out.
// https://bbernhard.github.io/signal-cli-rest-api/ · envelopes: https://github.com/AsamK/signal-cli/wiki
import type { Channel, Shown } from "../../channel.ts";
import { serve, type Answer, type Connection } from "../../loopback.ts";

const BOT = "+15005550001";
const ADA = { number: "+15005550002", uuid: "7c3f2a10-0000-4000-8000-00000000ada0" };
const GROUP = "b3BzLWdyb3VwLW9uLWxvb3BiYWNr";

export const signal: Channel = {
  id: "signal",
  package: "@openclaw/signal",
  version: "2026.9.6",
  without: { edit: "the adapter edits no message" },
  async open() {
    const shown: Shown[] = [];
    let refused = false;
    let last = 0;
    let current: Connection | undefined;
    let opened: (() => void) | undefined;
    const connected = new Promise<void>((resolve) => (opened = resolve));
    /** A message's name in Signal is its time, which grows. */
    const time = (): number => (last = Math.max(last + 1, Date.now()));
    const daemon = await serve(
      ({ method, path, body }): Answer => {
        if (path === "/v1/about")
          return { json: { versions: ["v1", "v2"], build: 2, mode: "json-rpc", version: "0.98" } };
        if (method === "POST" && path === "/v2/send") {
          if (refused) return { status: 400, json: { error: "Unregistered user" } };
          if (body["number"] !== BOT) return { status: 400, json: { error: "Unknown account" } };
          const files = (body["base64_attachments"] ?? []) as unknown[];
          shown.push({ kind: files.length > 0 ? "media" : "text", text: String(body["message"]) });
          return { status: 201, json: { timestamp: String(time()) } };
        }
        if (/^\/v1\/(typing-indicator|receipts|reactions)\//.test(path)) return { status: 204 };
        if (path.startsWith("/v1/groups/")) return { json: [] };
        return { status: 404, json: { error: "not found" } };
      },
      {
        socket: (connection) => {
          current = connection;
          opened?.();
        },
      },
    );
    const say = async (message: string, more: object = {}): Promise<void> => {
      const timestamp = time();
      current?.send({
        account: BOT,
        envelope: {
          source: ADA.number,
          sourceNumber: ADA.number,
          sourceUuid: ADA.uuid,
          sourceName: "Ada",
          sourceDevice: 1,
          timestamp,
          dataMessage: { timestamp, message, expiresInSeconds: 0, viewOnce: false, ...more },
        },
      });
    };
    return {
      config: {
        enabled: true,
        account: BOT,
        transport: { kind: "container", url: daemon.url },
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        groups: { "*": { requireMention: true } },
      },
      shown,
      connected: () => connected,
      write: (text) => say(text),
      writeInGroup: (text, mention) =>
        say(mention ? `\uFFFC ${text}` : text, {
          groupInfo: { groupId: GROUP, groupName: "Ops", type: "DELIVER" },
          ...(mention ? { mentions: [{ name: BOT, number: BOT, start: 0, length: 1 }] } : {}),
        }),
      async refuse(now) {
        refused = now;
      },
      close: () => daemon.close(),
    };
  },
};
