// People write to bots: in a chat, a group, a topic; with pictures; one is refused.
import { FORUM, GROUP, PICTURE } from "../../../support/telegram-bots.ts";
import { BOTS } from "./facts-stage.ts";
import { created, ONE_CALL, received, sent, tool, TWO_CALLS, type Scene } from "./scene.ts";

const GROUP_CHAT = "on telegram | group telegram:-1001 | user 12345";
const GROUP_KEY = "main:telegram:group:-1001";
const TOPIC = "on telegram | thread telegram:-1002:topic:7 | user 12345";
const TOPIC_KEY = "main:telegram:group:-1002:topic:7";
const BOB = "on telegram | direct telegram:777 | user 777";
const CHAT = "on telegram | direct telegram:12345 | user 12345";

/** Last, because of whom the host writes to of its own accord afterwards. */
export const TWO_PEOPLE: readonly Scene[] = [
  {
    name: "two people in one session: each is answered by name",
    play: async ({ telegram, model }) => {
      const before = model.calls.length;
      telegram.write("[[slow]] from one");
      await model.asked("slow", before);
      telegram.write("[[plain]] from the other", { from: 777, name: "Bob" });
    },
    tells: [
      received("[[slow]] from one"),
      ...tool("exec"),
      sent(`${TWO_CALLS} | “After the slow tool.”`),
      received("[[plain]] from the other", BOB),
      sent(`${ONE_CALL} | “Plain.”`, { where: BOB, to: "telegram:777", run: "B" }),
    ],
  },
];

export const IN_CHATS: readonly Scene[] = [
  {
    name: "a message and its reply",
    play: ({ telegram }) => telegram.write("[[plain]] hello"),
    tells: [created(), received("[[plain]] hello"), sent(`${ONE_CALL} | “Plain.”`)],
  },
  {
    name: "a reply that quotes the message",
    play: ({ telegram }) => telegram.write("[[plain]] quote me", { token: BOTS.quoting }),
    tells: [
      created(CHAT, "quoting:main"),
      received("[[plain]] quote me", CHAT, "quoting:main"),
      sent(`${ONE_CALL} | “Plain.”`, { to: "12345", key: "quoting:main" }),
    ],
  },
  {
    name: "a reply with a picture",
    play: ({ telegram }) => telegram.write("[[picture]]"),
    tells: [
      received("[[picture]]"),
      sent(`${ONE_CALL} | with image | “Here it is.”`, { to: "12345" }),
    ],
  },
  {
    name: "a reply with two pictures",
    play: ({ telegram }) => telegram.write("[[album]]"),
    tells: [
      received("[[album]]"),
      sent(`${ONE_CALL} | with image and image | “Two.”`, { to: "12345" }),
    ],
  },
  {
    name: "a message with a picture: the user's own words",
    play: ({ telegram }) => telegram.message({ ...PICTURE, caption: "[[plain]] look" }),
    tells: [
      `message.received | by user | ${CHAT} | in main:main | with image | “[[plain]] look”`,
      sent(`${ONE_CALL} | “Plain.”`),
    ],
  },
  {
    name: "in a group, with a picture",
    play: ({ telegram }) => telegram.write("[[picture]] for all", { chat: GROUP }),
    tells: [
      created(GROUP_CHAT, GROUP_KEY),
      received("[[picture]] for all", GROUP_CHAT, GROUP_KEY),
      sent(`${ONE_CALL} | with image | “Here it is.”`, {
        where: GROUP_CHAT,
        to: "-1001",
        key: GROUP_KEY,
      }),
    ],
  },
  {
    name: "in a topic, with a picture",
    play: ({ telegram }) =>
      telegram.message(
        { text: "[[picture]] here", message_thread_id: 7, is_topic_message: true },
        { chat: FORUM },
      ),
    tells: [
      created(TOPIC, TOPIC_KEY),
      received("[[picture]] here", TOPIC, TOPIC_KEY),
      sent(`${ONE_CALL} | with image | “Here it is.”`, {
        where: TOPIC,
        to: "-1002",
        key: TOPIC_KEY,
      }),
    ],
  },
  {
    name: "a picture that is refused",
    play: ({ telegram }) => {
      telegram.refuse(({ method }) => method === "sendPhoto");
      return telegram.write("[[picture]] refused");
    },
    tells: [
      received("[[picture]] refused"),
      `error.occurred | by user | ${CHAT} | run A | in main:main | delivery error`,
    ],
  },
  {
    name: "a quoting reply that is refused",
    play: ({ telegram }) => {
      telegram.refuse(({ token }) => token === BOTS.quoting);
      return telegram.write("[[plain]] refused", { token: BOTS.quoting });
    },
    tells: [
      received("[[plain]] refused", CHAT, "quoting:main"),
      `error.occurred | by user | ${CHAT} | run A | in quoting:main | delivery error`,
    ],
  },
  {
    name: "a reply in three parts is one, and whole",
    play: ({ telegram }) => {
      telegram.refuse(undefined);
      return telegram.write("[[long]]");
    },
    tells: [received("[[long]]"), sent(`${ONE_CALL} | 9489 characters`)],
  },
  {
    name: "a reply that is sent block by block",
    play: ({ telegram }) => telegram.write("[[plain]] block", { token: BOTS.streaming }),
    tells: [
      created(CHAT, "streaming:main"),
      received("[[plain]] block", CHAT, "streaming:main"),
      sent(`${ONE_CALL} | “Plain.”`, { to: "12345", key: "streaming:main" }),
    ],
  },
  {
    name: "words beside a tool's call are not the reply",
    play: ({ telegram }) => telegram.write("[[aside]]"),
    tells: [received("[[aside]]"), ...tool("exec"), sent(`${TWO_CALLS} | “Here is the result.”`)],
  },
  {
    name: "two tools at once",
    play: ({ telegram }) => telegram.write("[[two]]"),
    tells: [
      received("[[two]]"),
      ...tool("exec"),
      ...tool("exec"),
      sent(`${TWO_CALLS} | “Both done.”`),
    ],
  },
  {
    name: "three quick messages that the adapter joins are one",
    play: ({ telegram }) => {
      for (const text of ["one,", "two,", "[[plain]] three"]) telegram.write(text);
    },
    tells: [received("one, / two, / [[plain]] three"), sent(`${ONE_CALL} | “Plain.”`)],
  },
  {
    name: "a fallback to another model is no reply",
    play: ({ telegram }) => telegram.write("[[fallback]]", { token: BOTS.falling }),
    tells: [
      created(CHAT, "falling:main"),
      received("[[fallback]]", CHAT, "falling:main"),
      sent("mock-2 | 200+45 tokens | “From the fallback.”", { key: "falling:main" }),
    ],
  },
  {
    name: "what the host answers itself is nothing that an agent heard or said",
    play: async ({ telegram }) => {
      for (const command of ["/status", "/help", "/whoami", "stop"]) {
        const answered = telegram.sent(1);
        telegram.write(command);
        await answered;
      }
    },
    tells: [],
  },
  {
    name: "messages that the host collects for one turn are told one by one",
    play: async ({ telegram, model }) => {
      const answered = telegram.sent(1);
      telegram.write("/queue collect", { chat: GROUP });
      await answered;
      const before = model.calls.length;
      telegram.write("[[slow]] begin", { chat: GROUP });
      await model.asked("slow", before);
      telegram.write("[[plain]] first", { chat: GROUP });
      telegram.write("[[plain]] second", { chat: GROUP, from: 777, name: "Bob" });
    },
    tells: [
      received("[[slow]] begin", GROUP_CHAT, GROUP_KEY),
      ...tool("exec", GROUP_CHAT, GROUP_KEY),
      sent(`${TWO_CALLS} | “After the slow tool.”`, {
        where: GROUP_CHAT,
        to: "telegram:-1001",
        key: GROUP_KEY,
      }),
      received("[[plain]] first", GROUP_CHAT, GROUP_KEY),
      received("[[plain]] second", GROUP_CHAT.replace("12345", "777"), GROUP_KEY),
      sent(`${ONE_CALL} | “Plain.”`, {
        where: GROUP_CHAT,
        to: "telegram:-1001",
        key: GROUP_KEY,
        run: "B",
      }),
      sent(`${ONE_CALL} | “Plain.”`, {
        where: GROUP_CHAT.replace("12345", "777"),
        to: "telegram:-1001",
        key: GROUP_KEY,
        run: "C",
      }),
    ],
  },
];
