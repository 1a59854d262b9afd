// Text of others in a message that people read: no link, mention, command or tag of theirs comes alive, whichever
// markup the channel takes. Must not escape with backslashes: some channels show them, and others send them on.
import { visibleText } from "../request/visible-text.ts";

/** One sign of each stands in brackets afterwards; rows in this order. */
const LIVE: readonly { name: string; sign: RegExp }[] = [
  { name: "domain", sign: /(?<=\S)\.(?=[^\s\d.])/g },
  // Also where marks of emphasis, which the channel takes away, stand between the signs.
  { name: "scheme", sign: /:(?=[/\\*_~|`\u200c\u200d])/g },
  { name: "other scheme", sign: /(?<=\b(?:mailto|tel|sms|tg|skype|xmpp|data|javascript)):/gi },
  { name: "mention", sign: /@(?=\S)/g },
  { name: "tag", sign: /<(?=[^\s\d=])/g },
  { name: "entity", sign: /&(?=#?\w+;)/g },
  { name: "command", sign: /(?<=^|[\s("'[*_~|`])\/(?=\w+(?![\w/]))/g },
];

/** The same words, and nothing in them that a chat makes live. */
export function inertInChat(text: string): string {
  // A channel takes the backslash away and shows what is behind it.
  const plain = visibleText(text).replace(/\\(?=[!-/:-@[-`{-~])/g, "\\ ");
  const bracketed = LIVE.reduce((kept, { sign }) => kept.replace(sign, "[$&]"), plain);
  return bracketed.replace(/\](?=[([:])/g, "] ");
}
