// What is on its way to somebody: from the first word of the host to its fate. Three hooks tell of one message, and
// share no id: `reply_payload_sending` knows run and session, `message_sending` the recipient, `message_sent` the fate.
import type { Outgoing, Stage } from "../known.ts";
import type { Memory } from "../memory.ts";
import { mayBeSame } from "../who/address.ts";

/** Of one message, as far as a hook names them. */
export interface Marks {
  channel?: string;
  accountId?: string;
  to?: string;
  content: string;
  sessionKey?: string;
}

const MOST_OUTGOING = 1_000;
/** How long a failed or told message is remembered, because the host may tell of it again. */
export const AFTERMATH_MS = 15 * 60_000;
/** A reply whose words a plugin changed on the way is still the only one on its way there. */
const CHANGED_WITHIN_MS = 30_000;

export function addOutgoing(memory: Memory, outgoing: Outgoing): Outgoing {
  memory.outgoing.push(outgoing);
  if (memory.outgoing.length > MOST_OUTGOING) memory.outgoing.shift();
  return outgoing;
}

/** The message that a later hook speaks of: the oldest in the first stage that has one. */
export function findOutgoing(
  memory: Memory,
  marks: Marks,
  stages: readonly Stage[],
  now: number,
): Outgoing | undefined {
  const there = memory.outgoing.filter((outgoing) => isThere(outgoing, marks));
  for (const stage of stages) {
    const found = there.find(
      (outgoing) => outgoing.stage === stage && outgoing.content.trim() === marks.content.trim(),
    );
    if (found !== undefined) return found;
  }
  const open = there.filter(
    ({ stage, at, reply, sessionKey }) =>
      stage === stages[0] &&
      reply &&
      now - at <= CHANGED_WITHIN_MS &&
      (marks.sessionKey === undefined || marks.sessionKey === sessionKey),
  );
  return open.length === 1 ? open[0] : undefined;
}

function isThere(outgoing: Outgoing, { channel, accountId, to }: Marks): boolean {
  const sameAccount =
    accountId === undefined || outgoing.accountId === undefined || outgoing.accountId === accountId;
  return (
    outgoing.channel === channel &&
    sameAccount &&
    mayBeSame(channel, outgoing.to ?? outgoing.place?.id, to)
  );
}
