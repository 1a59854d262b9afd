// Turns of the clock, when the last message of the session came from the host's own surface: what they say still goes to
// the chat, and is told once.
import { ONE_CALL, type Scene } from "./scene.ts";

const MAIN = "on webchat | user gateway-client";
const wake = (text: string): object => ({
  sessionTarget: "main",
  payload: { kind: "systemEvent", text },
});

export const AFTER_THE_DESK: readonly Scene[] = [
  {
    name: "the last message comes from webchat",
    play: ({ chat }) => chat("[[plain]] at the desk", "agent:main:main"),
    tells: [
      `message.received | by user | ${MAIN} | run A | in main:main | “[[plain]] at the desk”`,
      `message.sent | by user | ${MAIN} | handed | run A | in main:main | ${ONE_CALL} | “Plain.”`,
    ],
  },
  {
    name: "a wake-up that has nothing to say, after the desk",
    play: ({ schedule }) => schedule(wake("[[nothing]] look around")),
    tells: [],
    asks: "nothing",
  },
  {
    name: "a wake-up that says something, after the desk",
    play: ({ schedule }) => schedule(wake("[[alarm2]] look around")),
    tells: [
      `message.sent | by cron | on telegram | to telegram:12345 | confirmed | run A | in main:main | ${ONE_CALL} | “The disk is fuller.”`,
    ],
  },
];
