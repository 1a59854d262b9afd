// Who stands behind a connection, as far as anybody can tell: one sender, or many behind one address.
// Must not decide what either may do.
import { isLoopback, relayHeader } from "../proof/loopback.ts";
import type { InboundRequest } from "./request.ts";

export interface Party {
  /** What its failures and its bodies in memory are counted under. */
  key: string;
  /** Many senders may have this address: what one of them does must not be held against the others. */
  shared: boolean;
}

/**
 * `client`: the sender's address as the host resolves it by `gateway.trustedProxies`: the peer's own where it is
 * no trusted proxy, undefined where it is one and names nobody.
 *
 * A peer of this machine may be a proxy or tunnel that nobody configured, and so may one that writes forwarding
 * headers. Anybody can write such a header: it wins a sender no more than what everybody behind a proxy has.
 */
export function partyOf(
  { peer, headers }: Pick<InboundRequest, "peer" | "headers">,
  client: string | undefined,
): Party {
  const address = plain(peer);
  if (client !== undefined && plain(client) !== address) {
    return { key: networkOf(plain(client)), shared: isLoopback(client) };
  }
  const shared = client === undefined || isLoopback(peer) || relayHeader(headers) !== undefined;
  return { key: networkOf(address), shared };
}

/** An IPv4 address that is written as IPv6 is the same address. */
function plain(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
}

/** A sender of IPv6 has a whole /64 to itself, and would be another one with each request. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => "0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
