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
/** How long a reply is recognised as the only one on its way to a place, whatever its words have become. */
const CHANGED_WITHIN_MS = 30_000;

export function addOutgoing(memory: Memory, outgoing: Outgoing): Outgoing {
  memory.outgoing.push(outgoing);
  if (memory.outgoing.length > MOST_OUTGOING) memory.outgoing.shift();
  return outgoing;
}

/**
 * The message that a later hook speaks of: the oldest in the first stage that has one. Its place decides; where hooks
 * name one place in two ways (Discord: `user:…`, then `channel:…`) its session does.
 */
export function findOutgoing(
  memory: Memory,
  marks: Marks,
  stages: readonly Stage[],
  now: number,
): Outgoing | undefined {
  const { channel, accountId, to, sessionKey } = marks;
  const known = memory.outgoing.filter(
    (outgoing) => outgoing.channel === channel && mayEqual(outgoing.accountId, accountId),
  );
  const there = known.filter((outgoing) =>
    mayBeSame(channel, outgoing.to ?? outgoing.place?.id, to),
  );
  const ofSession = known.filter(
    (outgoing) => sessionKey !== undefined && outgoing.sessionKey === sessionKey,
  );
  return (
    withWords(there, marks.content, stages) ??
    withWords(ofSession, marks.content, stages) ??
    onlyOneOnItsWay(there, marks, stages[0], now)
  );
}

function withWords(
  outgoing: readonly Outgoing[],
  words: string,
  stages: readonly Stage[],
): Outgoing | undefined {
  for (const stage of stages) {
    const found = outgoing.find(
      (candidate) => candidate.stage === stage && candidate.content.trim() === words.trim(),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whose words another plugin may have changed. */
function onlyOneOnItsWay(
  there: readonly Outgoing[],
  { sessionKey: named }: Marks,
  first: Stage | undefined,
  now: number,
): Outgoing | undefined {
  const open = there.filter(
    ({ stage, at, reply, sessionKey }) =>
      stage === first && reply && now - at <= CHANGED_WITHIN_MS && mayEqual(named, sessionKey),
  );
  return open.length === 1 ? open[0] : undefined;
}

function mayEqual(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
