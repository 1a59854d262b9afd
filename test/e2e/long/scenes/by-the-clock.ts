// Turns that nobody asked for.
import { ONE_CALL, type Scene } from "./scene.ts";

const JOB = "in main:cron:*:run:*";
const REPORT = "mock-1 | 7777+333 tokens | “The nightly report.”";
const report = { sessionTarget: "isolated", payload: { kind: "agentTurn", message: "[[report]]" } };
const wake = (text: string): object => ({
  sessionTarget: "main",
  payload: { kind: "systemEvent", text },
});

/** While the last message of the session came from a chat. */
export const BY_THE_CLOCK: readonly Scene[] = [
  {
    name: "a job that is announced has its own run, model and tokens",
    play: ({ schedule }) =>
      schedule({ ...report, delivery: { mode: "announce", channel: "telegram", to: "777" } }),
    tells: [
      `session.created | by cron | ${JOB}`,
      `message.sent | by cron | on telegram | to 777 | confirmed | run A | ${JOB} | ${REPORT}`,
      `session.ended | by cron | ${JOB} | deleted, 2 messages`,
    ],
  },
  {
    name: "a job that is not delivered",
    play: ({ schedule }) => schedule({ ...report, delivery: { mode: "none" } }),
    tells: [
      `session.created | by cron | ${JOB}`,
      `message.sent | by cron | produced | run A | ${JOB} | ${REPORT}`,
      `session.ended | by cron | ${JOB} | deleted, 2 messages`,
    ],
  },
  {
    name: "a wake-up that has nothing to say",
    play: ({ schedule }) => schedule(wake("[[nothing]] look around")),
    tells: [],
    asks: "nothing",
  },
  {
    // The job that was announced made its chat the session's last.
    name: "a wake-up that says something",
    play: ({ schedule }) => schedule(wake("[[alarm]] look around")),
    tells: [
      `message.sent | by cron | on telegram | to telegram:777 | confirmed | run A | in main:main | ${ONE_CALL} | “The disk is full.”`,
    ],
  },
];
