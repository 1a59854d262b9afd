// `message.sent`, and what stands in it: model and usage are those of the run that wrote it, or left out.
import type { Media, MessageSentData, Usage } from "../../generated/event.ts";
import { completeSubject, type Draft, type Subject } from "../draft.ts";
import type { Run } from "../known.ts";
import type { Memory } from "../memory.ts";
import { mayBeSame } from "../who/address.ts";

export interface Told {
  at: number;
  subject: Subject;
  content: string;
  messageId?: string;
  /** All of them, where the reply was split. */
  messageIds?: readonly string[];
  media?: Media[];
  delivery: NonNullable<MessageSentData["delivery"]>;
  to?: string;
}

export function replyEvent(memory: Memory, told: Told): Draft {
  const { at, content, messageId, media, delivery, to } = told;
  const messageIds = (told.messageIds?.length ?? 0) > 1 ? [...(told.messageIds ?? [])] : undefined;
  const { runId } = told.subject;
  const run = runId === undefined ? undefined : memory.runs.get(runId, at);
  return {
    type: "message.sent",
    at,
    subject: addressed(completeSubject(memory, at, told.subject), told),
    data: {
      message: { role: "assistant", content, messageId, messageIds, media },
      delivery,
      to,
      model: run?.model,
      provider: run?.provider,
      usage: usageOf(run),
    },
    traceparent: run?.traceparent,
  };
}

/** Whoever set the turn going is not the one who is written to, unless that is the same place. */
function addressed(subject: Subject, { subject: known, to }: Told): Subject {
  const { conversation, channel } = subject;
  if (to === undefined || known.userId !== undefined) return subject;
  if (conversation !== undefined && mayBeSame(channel, conversation.id, to)) return subject;
  return { ...subject, userId: undefined, conversation: undefined };
}

/** The host's own sum where it gave one; a provider that reports nothing is no usage of zero. */
export function usageOf(run: Run | undefined): Usage | undefined {
  const usage = run?.countedUsage ?? run?.usage;
  return usage?.totalTokens === 0 ? undefined : usage;
}
