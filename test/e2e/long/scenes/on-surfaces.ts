// The host's own surface, programs and routes: where no channel delivers, or where we do.
import { ONE_CALL, tool, TWO_CALLS, type Scene } from "./scene.ts";

const DESK = "on webchat | user gateway-client";
const KEY = "in main:desk";
const heard = (words: string): string =>
  `message.received | by user | ${DESK} | run A | ${KEY} | “${words}”`;
const shown = (rest: string): string =>
  `message.sent | by user | ${DESK} | handed | run A | ${KEY} | ${rest}`;

export const ON_SURFACES: readonly Scene[] = [
  {
    name: "a long reply on webchat is whole",
    play: ({ chat }) => chat("[[long]]"),
    tells: [heard("[[long]]"), shown(`${ONE_CALL} | 9489 characters`)],
  },
  {
    name: "a picture on webchat, without the line that names its file",
    play: ({ chat }) => chat("[[picture]]"),
    tells: [heard("[[picture]]"), shown(`${ONE_CALL} | with image | “Here it is.”`)],
  },
  {
    name: "the tokens of a call of a tool that does not exist",
    play: ({ chat }) => chat("[[unknown]]"),
    tells: [
      heard("[[unknown]]"),
      tool("no_such_tool", DESK, "main:desk")[0] ?? "",
      `tool.completed | by user | ${DESK} | run A | ${KEY} | no_such_tool failed`,
      shown(`${TWO_CALLS} | “There is no such tool.”`),
    ],
  },
  {
    name: "a provider that counts nothing",
    play: ({ chat }) => chat("[[uncounted]]"),
    tells: [heard("[[uncounted]]"), shown("mock-1 | “Nothing counted.”")],
  },
  {
    name: "a command that the host answers",
    play: async ({ chat }) => {
      await chat("/status");
      await chat("[[plain]] after it");
    },
    tells: [heard("[[plain]] after it"), shown(`${ONE_CALL} | “Plain.”`)],
  },
  {
    name: "a program's run, whole",
    play: ({ rpc }) => rpc("[[long]]"),
    tells: [
      "message.received | by api | run A | in helper:main | “[[long]]”",
      `message.sent | by api | produced | run A | in helper:main | ${ONE_CALL} | 9489 characters`,
    ],
  },
  {
    name: "/v1/chat/completions",
    play: ({ http }) =>
      http("/v1/chat/completions", {
        model: "openclaw/helper",
        user: "u1",
        messages: [{ role: "user", content: "[[long]] chat" }],
      }),
    tells: [
      "session.created | by api | in helper:openai-user:u1",
      "message.received | by api | in helper:openai-user:u1 | “[[long]] chat”",
      `message.sent | by api | produced | run A | in helper:openai-user:u1 | ${ONE_CALL} | 9489 characters`,
    ],
  },
  {
    name: "/v1/responses",
    play: ({ http }) => http("/v1/responses", { model: "openclaw/helper", input: "[[two]] now" }),
    tells: [
      "session.created | by api | in helper:openresponses:*",
      "message.received | by api | in helper:openresponses:* | “[[two]] now”",
      ...["exec", "exec"].flatMap((name) => [
        `tool.called | by api | run A | in helper:openresponses:* | ${name}`,
        `tool.completed | by api | run A | in helper:openresponses:* | ${name} done`,
      ]),
      `message.sent | by api | produced | run A | in helper:openresponses:* | ${TWO_CALLS} | “Both done.”`,
    ],
  },
  {
    name: "`openclaw message send`",
    play: ({ host }) =>
      host.call("send", {
        channel: "telegram",
        to: "12345",
        message: "Sent by the operator.",
        agentId: "main",
        idempotencyKey: "send-1",
      }),
    tells: [
      "message.sent | by api | on telegram | direct telegram:12345 | user 12345 | to 12345 | confirmed | in main:main | “Sent by the operator.”",
    ],
  },
  {
    name: "POST /tools/invoke",
    play: ({ http }) =>
      http("/tools/invoke", {
        tool: "message",
        args: { action: "send", channel: "telegram", target: "777", message: "Invoked." },
        sessionKey: "agent:helper:main",
      }),
    tells: [
      "tool.called | by api | in helper:main | message",
      "message.sent | by api | on telegram | to telegram:777 | confirmed | in helper:main | “Invoked.”",
    ],
  },
  {
    name: "a route whose answer goes to a chat",
    play: ({ route }) => route("announce", { text: "[[plain]]" }),
    tells: [
      "session.created | in helper:webhook:announce:*",
      "message.received | by inbound | run A | in helper:webhook:announce:* | “[[plain]]”",
      `message.sent | by inbound | on telegram | to 12345 | confirmed | run A | in helper:webhook:announce:* | ${ONE_CALL} | “Plain.”`,
      `inbound.completed | by inbound | run A | in helper:webhook:announce:* | ${ONE_CALL} | route announce | “Plain.”`,
    ],
  },
  {
    name: "a route whose answer is refused: that, and nothing sent",
    play: ({ route, telegram }) => {
      telegram.refuse(({ method }) => method === "sendMessage");
      return route("announce", { text: "[[plain]]" });
    },
    tells: [
      "session.created | in helper:webhook:announce:*",
      "message.received | by inbound | run A | in helper:webhook:announce:* | “[[plain]]”",
      "inbound.failed | by inbound | run A | in helper:webhook:announce:* | route announce | inbound error",
    ],
  },
  {
    name: "a route that sends without a model",
    play: ({ route, telegram }) => {
      telegram.refuse(undefined);
      return route("relay", { text: "As it was posted." });
    },
    tells: [
      "message.sent | by inbound | on telegram | to 12345 | confirmed | in helper:webhook:relay:* | “As it was posted.”",
      "inbound.completed | by inbound | run A | in helper:webhook:relay:* | route relay | “As it was posted.”",
    ],
  },
  {
    name: "a route that waits for a long answer",
    play: async ({ route }) => {
      const { reply } = await route("ask", { text: "[[long]]" });
      if (String(reply).length !== 9_489) throw new Error(`${String(reply).length} characters`);
    },
    tells: [
      "session.created | in helper:webhook:ask:*",
      "message.received | by inbound | run A | in helper:webhook:ask:* | “[[long]]”",
      `message.sent | by inbound | produced | run A | in helper:webhook:ask:* | ${ONE_CALL} | 9489 characters`,
      `inbound.completed | by inbound | run A | in helper:webhook:ask:* | ${ONE_CALL} | route ask | 9489 characters`,
    ],
  },
];
