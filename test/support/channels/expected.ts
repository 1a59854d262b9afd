// What is told of the conversation on each channel, written by hand: every event of every scene, as `factOf` says it.
import type { SceneName } from "./channel.ts";
import { ANSWERS, wordsOf } from "./scenes.ts";

export type Expected = Partial<Record<SceneName, readonly string[]>>;

interface Sides {
  /** How a reply is told: as the channel's adapter lets the host tell it. */
  way: "confirmed" | "handed";
  /** `data.userId`, and `data.to` of replies to that user alone. */
  user: string;
  to: string;
  /** `data.to` of replies in the group; absent where there is none. */
  group?: string;
  /** What the agent is given in the group; the words themselves unless the adapter adds to them. */
  named?: (words: string) => string;
  /** A refused reply is told as sent: the adapter says nothing of its fate. */
  refusalUntold?: boolean;
  differing?: Expected;
}

/** One model call, and a tool's run with two. */
const ONE = "of 29 tokens";
const TWO = "of 58 tokens";
const same = (words: string): string => words;

function conversation(id: string, sides: Sides): Expected {
  const { way, user, to, group, named = same } = sides;
  const received = (scene: SceneName): string =>
    `message.received direct from ${user} : ${wordsOf(scene, id)}`;
  const sent = (words: string, tokens = ONE): string =>
    `message.sent ${way} direct to ${to} ${tokens} : ${words}`;
  const inGroup = [
    "session.created",
    `message.received group from ${user} : ${named(wordsOf("group-mention", id))}`,
    `message.sent ${way} group to ${group} ${ONE} : ${ANSWERS["group-mention"]}`,
  ];
  return {
    plain: ["session.created", received("plain"), sent(ANSWERS.plain)],
    "parts-1600": [received("parts-1600"), sent("1700 characters")],
    "parts-5000": [received("parts-5000"), sent("5000 characters")],
    media: [received("media"), sent(`${ANSWERS.media} +1 file`)],
    tool: [
      received("tool"),
      "tool.called exec",
      "tool.completed exec well",
      sent(ANSWERS.tool, TWO),
    ],
    "model-error": [received("model-error"), "error.occurred run"],
    ...(group === undefined ? {} : { "group-mention": inGroup, "group-silent": [] }),
    refused: [
      received("refused"),
      sides.refusalUntold === true
        ? `message.sent handed direct to ${to} ${ONE} : ${ANSWERS.refused}`
        : "error.occurred delivery",
    ],
    new: ["session.ended new", "session.created"],
    edit: [received("edit"), sent(ANSWERS.edit)],
    ...sides.differing,
  };
}

export const EXPECTED: Readonly<Record<string, Expected>> = {
  irc: conversation("irc", {
    way: "handed",
    user: "ada!~ada@127.0.0.1",
    to: "irc:ada",
    refusalUntold: true,
    group: "channel:#ops",
    named: (words) => `clawbot: ${words}`,
  }),
  "synology-chat": conversation("synology-chat", {
    way: "handed",
    user: "4",
    to: "synology-chat:4",
  }),
  "nextcloud-talk": conversation("nextcloud-talk", {
    way: "handed",
    user: "users/ada",
    to: "nextcloud-talk:dm7tok3n",
    refusalUntold: true,
    group: "nextcloud-talk:ops7tok3n",
    named: (words) => `@clawbot ${words}`,
    // On this channel the host tells of no session's end or start.
    differing: { new: [] },
  }),
  mattermost: conversation("mattermost", {
    way: "confirmed",
    user: "ada00000000000000000000000",
    to: "user:ada00000000000000000000000",
    group: "channel:ops00000000000000000000000",
  }),
  matrix: conversation("matrix", {
    way: "confirmed",
    user: "@ada:loopback.test",
    to: "room:!direct:loopback.test",
    group: "room:!ops:loopback.test",
    named: (words) => `clawbot: ${words}`,
  }),
  slack: conversation("slack", {
    way: "confirmed",
    user: "U0ADA",
    to: "user:U0ADA",
    group: "channel:C0OPS",
    named: (words) => `<@U0CLAWBOT> (ada) ${words}`,
  }),
  discord: conversation("discord", {
    way: "confirmed",
    user: "220000000000000002",
    to: "channel:440000000000000004",
    group: "channel:550000000000000005",
    named: (words) => `@clawbot ${words}`,
  }),
  line: conversation("line", {
    way: "handed",
    user: `U${"a".repeat(32)}`,
    to: `line:U${"a".repeat(32)}`,
    refusalUntold: true,
    group: `line:group:C${"c".repeat(32)}`,
    named: (words) => `@clawbot ${words}`,
  }),
  zalo: conversation("zalo", {
    way: "confirmed",
    user: "6ede9afa66b88fe6d6a9",
    to: "6ede9afa66b88fe6d6a9",
    group: "9eba3a0d17cf",
    named: (words) => `@clawbot ${words}`,
    // The adapter refuses a local file, and no hook tells of it.
    differing: {
      media: [
        "message.received direct from 6ede9afa66b88fe6d6a9 : picture please on zalo",
        `message.sent handed direct to zalo:6ede9afa66b88fe6d6a9 ${ONE} : ${ANSWERS.media} +1 file`,
      ],
    },
  }),
  sms: conversation("sms", {
    way: "handed",
    user: "+15005550010",
    to: "sms:+15005550010",
    refusalUntold: true,
  }),
  signal: conversation("signal", {
    way: "confirmed",
    user: "+15005550002",
    to: "+15005550002",
    group: "group:b3BzLWdyb3VwLW9uLWxvb3BiYWNr",
    named: (words) => `@+15005550001 ${words}`,
    // No hook tells the end of a reply with a file.
    differing: {
      media: [
        "message.received direct from +15005550002 : picture please on signal",
        `message.sent handed direct to +15005550002 ${ONE} : ${ANSWERS.media} +1 file`,
      ],
    },
  }),
};
