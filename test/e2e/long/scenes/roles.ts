// What the model says: the user's `[[tag]]` picks one of these.
import type { Line, Role } from "../../../support/scripted-model.ts";

/** 9,489 characters: more than the host keeps of a reply at the end of its run. */
export const LONG_REPLY = Array.from(
  { length: 240 },
  (_, index) => `Long reply sentence number ${index} is here.`,
).join(" ");

const says =
  (text: string): Role =>
  () => ({ text });
/** Calls tools first, and speaks when they are done. */
const calls =
  (tools: Line["tools"], text: string): Role =>
  ({ step }) =>
    step === 0 ? { tools } : { text };
/** A tool that is not shown to the model, as Tool Search lets it call one. */
const hidden = (id: string, args: object): readonly [string, object] => ["tool_call", { id, args }];
const message = (args: object): readonly [string, object] =>
  hidden("message", { action: "send", channel: "telegram", ...args });

export const ROLES: Readonly<Record<string, Role>> = {
  plain: says("Plain."),
  long: says(LONG_REPLY),
  picture: says("Here it is.\nMEDIA:./pic.png"),
  album: says("Two.\nMEDIA:./pic.png\nMEDIA:./pic2.png"),
  aside: ({ step }) =>
    step === 0
      ? { text: "Let me look.", tools: [["exec", { command: "echo hi" }]] }
      : { text: "Here is the result." },
  two: calls(
    [
      ["exec", { command: "echo a" }],
      ["exec", { command: "echo b" }],
    ],
    "Both done.",
  ),
  slow: calls([["exec", { command: "sleep 5" }]], "After the slow tool."),
  ask: calls([["exec", { command: "touch asked-for" }]], "Approved and done."),
  here: calls([message({ target: "12345", message: "By the tool." })], "NO_REPLY"),
  there: ({ step }) =>
    step === 0
      ? { tools: [message({ target: "777", message: "To another chat." })] }
      : { text: "I told them." },
  shown: calls([message({ target: "12345", message: "A picture.", media: "pic.png" })], "NO_REPLY"),
  unknown: calls([["no_such_tool", {}]], "There is no such tool."),
  uncounted: () => ({ text: "Nothing counted.", usage: null }),
  fallback: ({ model }) =>
    model === "mock-1"
      ? { status: 404, message: "The model mock-1 does not exist" }
      : { text: "From the fallback." },
  report: () => ({
    text: "The nightly report.",
    usage: { prompt_tokens: 7_777, completion_tokens: 333, total_tokens: 8_110 },
  }),
  nothing: says("HEARTBEAT_OK"),
  alarm: says("The disk is full."),
  alarm2: says("The disk is fuller."),
  spawn: calls(
    [hidden("sessions_spawn", { task: "[[task]] do it", label: "errand" })],
    "Sent off.",
  ),
  // Asked once more in the parent's session, to announce the result.
  task: ({ step, spoken }) =>
    step === 0 && spoken.includes("[Subagent Context]")
      ? { tools: [["exec", { command: "echo task" }]] }
      : { text: "The errand is run." },
  consult: calls(
    [
      hidden("sessions_send", {
        sessionKey: "agent:helper:main",
        message: "[[question]] what is it?",
        timeoutSeconds: 30,
      }),
    ],
    "I asked the helper.",
  ),
  question: says("The helper's answer."),
};
