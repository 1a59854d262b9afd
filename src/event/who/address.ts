// What one place on a channel is called: the host writes `telegram:12345`, `12345`, `-1002` and `-1002:topic:7` for it.

/** Without the channel's own name in front. */
export function bareAddress(channel: string | undefined, address: string): string {
  const prefix = `${channel ?? ""}:`;
  return prefix !== ":" && address.startsWith(prefix) ? address.slice(prefix.length) : address;
}

/** Whether both name the same place, or one a thread of the other; what is not known may be the same. */
export function mayBeSame(
  channel: string | undefined,
  one: string | undefined,
  other: string | undefined,
): boolean {
  if (one === undefined || other === undefined) return true;
  const [first, second] = [bareAddress(channel, one), bareAddress(channel, other)];
  return first === second || first.startsWith(`${second}:`) || second.startsWith(`${first}:`);
}
