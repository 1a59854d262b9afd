// What agents send of their own accord: by the tool `message`, after an approval, through each other.
import { BOTS } from "./facts-stage.ts";
import { created, ONE_CALL, received, sent, tool, TWO_CALLS, type Scene } from "./scene.ts";

const CHAT = "on telegram | direct telegram:12345 | user 12345";
const DESK = "on webchat | user gateway-client";

export const BY_TOOLS: readonly Scene[] = [
  {
    name: "the tool `message` in the same chat",
    play: ({ telegram }) => telegram.write("[[here]]"),
    tells: [received("[[here]]"), ...tool("message"), sent(`${ONE_CALL} | “By the tool.”`)],
    asks: "here",
  },
  {
    name: "the tool `message` to another chat: not the first one's user",
    play: ({ telegram }) => telegram.write("[[there]]"),
    tells: [
      received("[[there]]"),
      ...tool("message"),
      `message.sent | by user | on telegram | to telegram:777 | confirmed | run A | in main:main | ${ONE_CALL} | “To another chat.”`,
      sent(`${TWO_CALLS} | “I told them.”`),
    ],
  },
  {
    name: "the tool `message` with a picture",
    play: ({ telegram }) => telegram.write("[[shown]]"),
    tells: [
      received("[[shown]]"),
      ...tool("message"),
      sent(`${ONE_CALL} | with image | “A picture.”`),
    ],
  },
  {
    name: "a sub-agent: its task is nobody's message, its result nobody's reply",
    play: ({ telegram }) => telegram.write("[[spawn]]"),
    tells: [
      received("[[spawn]]"),
      ...tool("sessions_spawn"),
      sent(`${TWO_CALLS} | “Sent off.”`),
      "session.created | by subagent | under main:main | in main:subagent:*",
      "tool.called | by subagent | run B | under main:main | in main:subagent:* | exec",
      "tool.completed | by subagent | run B | under main:main | in main:subagent:* | exec done",
      `message.sent | by subagent | ${CHAT} | to telegram:12345 | confirmed | run C | in main:main | ${ONE_CALL} | “The errand is run.”`,
    ],
  },
  {
    name: "agents among themselves",
    play: ({ telegram }) => telegram.write("[[consult]]"),
    tells: [
      received("[[consult]]"),
      ...tool("sessions_send"),
      "session.created | by agent | in helper:main",
      sent(`${TWO_CALLS} | “I asked the helper.”`),
    ],
    asks: "question",
  },
  {
    name: "a sub-agent of the host's own surface",
    play: ({ chat }) => chat("[[spawn]]"),
    tells: [
      `session.created | ${DESK} | in main:desk`,
      `message.received | by user | ${DESK} | run A | in main:desk | “[[spawn]]”`,
      ...tool("sessions_spawn", DESK, "main:desk"),
      `message.sent | by user | ${DESK} | handed | run A | in main:desk | ${TWO_CALLS} | “Sent off.”`,
      "session.created | by subagent | under main:desk | in main:subagent:*",
      "tool.called | by subagent | run B | under main:desk | in main:subagent:* | exec",
      "tool.completed | by subagent | run B | under main:desk | in main:subagent:* | exec done",
      `message.sent | by subagent | ${DESK} | produced | run C | in main:desk | ${ONE_CALL} | “The errand is run.”`,
    ],
  },
  {
    name: "a command that has to be approved",
    play: async ({ telegram }) => {
      const prompted = telegram.sent(1);
      telegram.write("[[ask]]", { token: BOTS.careful });
      await prompted;
      const prompt = telegram.calls.at(-1)?.params["text"];
      const id = /\/approve (\S+)/.exec(String(prompt))?.[1];
      telegram.write(`/approve ${id} allow-once`, { token: BOTS.careful });
    },
    tells: [
      created(CHAT, "careful:main"),
      received("[[ask]]", CHAT, "careful:main"),
      ...tool("exec", CHAT, "careful:main"),
      sent(`${TWO_CALLS} | “Approved and done.”`, { key: "careful:main" }),
    ],
  },
];
