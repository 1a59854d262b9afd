// A reply that did not reach the user.
import { completeSubject, type Mapper } from "../draft.ts";
import { text } from "../observation.ts";
import { sendingKey } from "./sent.ts";

/** `message_sent` with `success: false`. */
export const replyUndelivered: Mapper = ({ event, context, at }, memory) => {
  const sessionKey = text(event["sessionKey"]) ?? text(context["sessionKey"]);
  // Without a session it is a notice of the channel itself ("Something went wrong …"), sent because
  // of a failure that is told on its own.
  if (sessionKey === undefined) return [];
  const key = sendingKey(sessionKey, text(event["content"]) ?? "");
  const sending = memory.sending.get(key, at);
  // What a notice tells of (a failed run, a new session) is told on its own.
  if (sending?.notice === true || sending?.failed === true) return [];
  memory.sending.set(key, { notice: false, ...sending, failed: true }, at);
  const conversation = memory.conversations.get(sessionKey, at);
  const runId = text(event["runId"]) ?? sending?.runId ?? conversation?.runId;
  const subject = { sessionKey, runId, channel: text(context["channelId"]) };
  return [
    {
      type: "error.occurred",
      at,
      subject: completeSubject(memory, at, subject),
      data: {
        error: {
          kind: "delivery",
          message: text(event["error"]) ?? "the reply could not be delivered",
        },
      },
    },
  ];
};
