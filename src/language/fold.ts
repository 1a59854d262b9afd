// One identity for names that the host does not keep apart.

/**
 * Host fact: OpenClaw keeps session keys and agent ids in lower case (`normalizeSessionKey`, `normalizeAgentId`), so
 * whatever becomes part of one is compared in lower case here, too. What we let into a name is ASCII.
 */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/**
 * A spelling that outlives folding and keeps texts apart that fold alike: the folded text, and where it had capital
 * letters `~` and which of its letters they were, as bits in hex (the first letter is the lowest). `ticket-17` stays
 * as it is, `AbC` becomes `abc~5`. `~` is no character of the texts that are encoded.
 */
export function foldApart(text: string): string {
  const letters = text.match(/[A-Za-z]/g) ?? [];
  const capitals = letters.reduce(
    (bits, letter, index) => (letter === foldName(letter) ? bits : bits | (1n << BigInt(index))),
    0n,
  );
  return capitals === 0n ? text : `${foldName(text)}~${capitals.toString(16)}`;
}
