// A Matrix homeserver as one client sees it: sync, state, send, media; rooms without encryption.
// https://spec.matrix.org/v1.11/client-server-api/
import type { Channel, Shown } from "../../channel.ts";
import { serve, type Answer, type Asked } from "../../loopback.ts";
import { ADA, BOT, DIRECT, GROUP, STATE, type Fields } from "./matrix-rooms.ts";

const TOKEN = "syt_loopback_token";

export const matrix: Channel = {
  id: "matrix",
  package: "@openclaw/matrix",
  version: "2026.9.6",
  async open() {
    const shown: Shown[] = [];
    const timeline: Array<{ room: string; event: Fields }> = [];
    let refused = false;
    let count = 0;
    let woken = (): void => undefined;
    let listening: (() => void) | undefined;
    const synced = new Promise<void>((resolve) => (listening = resolve));
    const error = (status: number, errcode: string): Answer => ({
      status,
      json: { errcode, error: errcode },
    });
    const append = (room: string, sender: string, type: string, content: Fields): string => {
      count += 1;
      const event = {
        type,
        sender,
        content,
        event_id: `$event${count}`,
        origin_server_ts: Date.now(),
        unsigned: {},
      };
      timeline.push({ room, event });
      woken();
      return event.event_id;
    };
    const sync = async ({ query }: Asked): Promise<Answer> => {
      const since = query.get("since");
      if (since === null)
        return {
          json: {
            next_batch: String(timeline.length),
            account_data: { events: [{ type: "m.direct", content: { [ADA]: [DIRECT] } }] },
            rooms: {
              join: Object.fromEntries(
                Object.entries(STATE).map(([room, events]) => [
                  room,
                  {
                    state: { events },
                    timeline: { events: [], limited: false, prev_batch: "0" },
                    ephemeral: { events: [] },
                    account_data: { events: [] },
                    summary: { "m.joined_member_count": events.length },
                  },
                ]),
              ),
            },
          },
        };
      listening?.();
      if (timeline.length <= Number(since))
        await new Promise<void>((resolve) => {
          woken = resolve;
          setTimeout(resolve, Math.min(Number(query.get("timeout")), 5_000)).unref();
        });
      const fresh = timeline.slice(Number(since));
      const join = Object.fromEntries(
        [...new Set(fresh.map(({ room }) => room))].map((room) => [
          room,
          {
            timeline: {
              events: fresh.filter((each) => each.room === room).map(({ event }) => event),
              limited: false,
            },
          },
        ]),
      );
      return { json: { next_batch: String(timeline.length), rooms: { join } } };
    };
    const sent = (room: string, type: string, content: Fields): Answer => {
      if (refused) return error(403, "M_FORBIDDEN");
      const edits = (content["m.relates_to"] as Fields | undefined)?.["rel_type"] === "m.replace";
      const media = ["m.image", "m.file"].includes(String(content["msgtype"]));
      if (type === "m.room.message")
        shown.push({
          kind: edits ? "edit" : media ? "media" : "text",
          text: String(content["body"]),
        });
      return { json: { event_id: append(room, BOT, type, content) } };
    };
    const inRoom = (asked: Asked, room: string, rest: readonly string[]): Answer => {
      const [what = "", type = "", key = ""] = rest;
      const events = STATE[room];
      if (events === undefined) return error(403, "M_FORBIDDEN");
      const members = events.filter((event) => event["type"] === "m.room.member");
      if (what === "send") return sent(room, type, asked.body);
      if (what === "typing" || what === "receipt" || what === "read_markers") return { json: {} };
      if (what === "joined_members")
        return {
          json: {
            joined: Object.fromEntries(
              members.map((member) => [String(member["state_key"]), member["content"]]),
            ),
          },
        };
      if (what === "members") return { json: { chunk: members } };
      if (what === "messages") return { json: { start: "0", chunk: [] } };
      if (what === "event") {
        const found = timeline.find(({ event }) => event["event_id"] === type);
        return found === undefined ? error(404, "M_NOT_FOUND") : { json: found.event };
      }
      if (what === "state" && type === "") return { json: events };
      const found = events.find((event) => event["type"] === type && event["state_key"] === key);
      return found === undefined ? error(404, "M_NOT_FOUND") : { json: found["content"] };
    };
    const server = await serve((asked) => {
      const { path, headers } = asked;
      if (path === "/_matrix/client/versions")
        return { json: { versions: ["v1.1", "v1.6", "v1.11"], unstable_features: {} } };
      if (headers.authorization !== `Bearer ${TOKEN}`) return error(401, "M_UNKNOWN_TOKEN");
      const [, , , , what = "", ...rest] = path.split("/");
      if (path.includes("/media/") && path.endsWith("/upload"))
        return { json: { content_uri: "mxc://loopback.test/file1" } };
      if (path.endsWith("/media/config")) return { json: { "m.upload.size": 50_000_000 } };
      switch (what) {
        case "account":
          return { json: { user_id: BOT, device_id: "LOOPBACK", is_guest: false } };
        case "sync":
          return sync(asked);
        case "pushrules":
          return {
            json: { global: { override: [], content: [], room: [], sender: [], underride: [] } },
          };
        case "capabilities":
          return { json: { capabilities: {} } };
        case "joined_rooms":
          return { json: { joined_rooms: [DIRECT, GROUP] } };
        case "profile":
          return { json: { displayname: rest[0] === ADA ? "Ada" : "clawbot" } };
        case "user":
          if (rest[1] === "filter") return { json: { filter_id: "1" } };
          if (rest[2] === "m.direct") return { json: { [ADA]: [DIRECT] } };
          return error(404, "M_NOT_FOUND");
        case "rooms":
          return inRoom(asked, rest[0] ?? "", rest.slice(1));
        default:
          return error(404, "M_UNRECOGNIZED");
      }
    });
    const say = async (room: string, body: string, mentioned: boolean): Promise<void> => {
      // As clients write a mention: https://spec.matrix.org/v1.11/client-server-api/#user-and-room-mentions
      const link = `<a href="https://matrix.to/#/${BOT}">clawbot</a>`;
      const mention = {
        format: "org.matrix.custom.html",
        formatted_body: body.replace("clawbot", link),
        "m.mentions": { user_ids: [BOT] },
      };
      const content = { msgtype: "m.text", body, ...(mentioned ? mention : { "m.mentions": {} }) };
      append(room, ADA, "m.room.message", content);
    };
    return {
      config: {
        enabled: true,
        homeserver: server.url,
        accessToken: TOKEN,
        network: { dangerouslyAllowPrivateNetwork: true },
        dm: { policy: "open", allowFrom: ["*"] },
        groupPolicy: "open",
        groups: { [GROUP]: { requireMention: true } },
        streaming: { mode: "off" },
      },
      streaming: { streaming: { mode: "partial" } },
      shown,
      connected: () => synced,
      write: (text) => say(DIRECT, text, false),
      writeInGroup: (text, mention) => say(GROUP, mention ? `clawbot: ${text}` : text, mention),
      async refuse(now) {
        refused = now;
      },
      close: () => server.close(),
    };
  },
};
