// How long a reply waits for a better word on its fate before it is told with what is known.
import type { Outgoing } from "../known.ts";
import type { Memory } from "../memory.ts";

/** Seen in the host: `reply_payload_sending` follows the end of its run within 50 ms. */
export const SIGN_OF_DELIVERY_MS = 1_500;
/** A turn that the clock or another turn began is announced only after the host has settled it. */
export const ANNOUNCEMENT_MS = 10_000;
/** `message_sending` follows `reply_payload_sending`; another plugin may hold it up in between. */
export const REPLY_WAIT_MS = 20_000;
/** For `message_sent`, where the channel was never seen to confirm a reply. */
const UNCONFIRMED_MS = 5_000;
/** Where it was: the adapter repeats what is refused, which takes it some 15 s. */
const CONFIRMED_MS = 60_000;

/** Channels whose adapters are known to confirm replies; others are known once they did. */
const CONFIRMING: ReadonlySet<string> = new Set([
  "discord",
  "matrix",
  "mattermost",
  "slack",
  "telegram",
]);

export function sendingWait(memory: Memory, outgoing: Outgoing): number {
  return endIsTold(memory, outgoing) ? CONFIRMED_MS : UNCONFIRMED_MS;
}

/** What the host itself sends it also settles itself, on every channel. */
export function endIsTold(memory: Memory, { channel = "", reply }: Outgoing): boolean {
  return !reply || CONFIRMING.has(channel) || memory.confirming.has(channel);
}
