// Decides which addresses an endpoint may reach, so that a URL cannot turn the Gateway against its own network.
// Resolves and connects nothing: the transport asks it about every address before it opens a socket.
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import { isIPv4, kindOfAddress, parseAddress } from "./address.ts";

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** An address and port that the Gateway itself listens on; `0.0.0.0` and `::` stand for every local address. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

/** `reason` tells what was refused and which setting allows it; it names host, address and port only. */
export type Verdict = { ok: true } | { ok: false; reason: string };

/** `true`, or CIDR ranges, addresses and exact host names that may be private. */
export type AllowPrivateNetwork = boolean | readonly string[];

export interface Guard {
  /**
   * Vets all addresses that one look-up gave. One that is denied refuses the whole name: a name that answers
   * with public and private addresses together is a mistake or an attack, and half a refusal would hide it.
   */
  vet: (host: string, addresses: readonly string[], port: number) => Verdict;
}

interface Policy {
  everything: boolean;
  ranges: readonly [Ip, number][];
  hosts: ReadonlySet<string>;
}

const METADATA_HOSTS = new Set([
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "metadata.tencentyun.com",
  "instance-data",
  "instance-data.ec2.internal",
]);

/**
 * Builds the guard of one endpoint policy. Beyond public addresses it lets through: with `true` all but cloud
 * metadata; with a list what the list covers, a listed host name covering every address it resolves to.
 * Cloud metadata needs its own address in the list. The Gateway's own listeners are never let through.
 */
export function createGuard(
  allow: AllowPrivateNetwork,
  ownListeners: readonly Listener[] = [],
): Guard {
  const policy = readPolicy(allow);
  return {
    vet(host, addresses, port) {
      if (addresses.length === 0) return refuse(`${host} has no address`);
      for (const address of addresses) {
        const ip = parseAddress(address);
        if (!ip) return refuse(`${host}: ${address} is not an address`);
        if (isOwnListener(ip, port, ownListeners)) return refuse(ownListenerReason(host, port));
        const verdict = judge(ip, host, policy);
        if (!verdict.ok) return verdict;
      }
      return { ok: true };
    },
  };
}

/**
 * Vets a URL without a look-up, for the moment when config is read: scheme, literal addresses in every
 * spelling that the URL parser accepts, `localhost` and known metadata names. Other names wait for the look-up.
 */
export function vetUrl(url: string, allow: AllowPrivateNetwork): Verdict {
  if (!URL.canParse(url)) return refuse("the url cannot be parsed: write it as https://host/path");
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") {
    return refuse(`the url has the scheme ${protocol} and must have http: or https:`);
  }
  const policy = readPolicy(allow);
  const host = bareHost(hostname);
  const ip = parseAddress(host);
  if (ip) return judge(ip, host, policy);
  if (host === "localhost" || host.endsWith(".localhost")) return judgeLocalhost(host, policy);
  if (METADATA_HOSTS.has(host) && !policy.hosts.has(host)) {
    return refuse(
      `${host} is a cloud metadata service: list "${host}" and its address in allowPrivateNetwork if it is meant`,
    );
  }
  return { ok: true };
}

/** Host of a parsed URL as the look-up and the messages take it: no brackets, no final dot, lower case. */
export function bareHost(hostname: string): string {
  const name = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return name.replace(/\.$/, "").toLowerCase();
}

function readPolicy(allow: AllowPrivateNetwork): Policy {
  const ranges: [Ip, number][] = [];
  const hosts = new Set<string>();
  for (const entry of typeof allow === "boolean" ? [] : allow) {
    const range = readRange(entry);
    if (range) ranges.push(range);
    else hosts.add(bareHost(entry));
  }
  return { everything: allow === true, ranges, hosts };
}

/** An address, or a range of them; undefined for anything else, which can only be a host name. */
export function readRange(entry: string): [Ip, number] | undefined {
  const [, net = entry, bits] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
  const ip = parseAddress(bareHost(net));
  if (!ip) return undefined;
  const longest = isIPv4(ip) ? 32 : 128;
  if (bits === undefined) return [ip, longest];
  // A range of mapped or NAT64 addresses counts the 96 bits before the IPv4 address.
  const length = Number(bits) - (isIPv4(ip) && net.includes(":") ? 96 : 0);
  return length >= 0 && length <= longest ? [ip, length] : undefined;
}

function judge(ip: Ip, host: string, policy: Policy): Verdict {
  const kind = kindOfAddress(ip);
  const address = ip.toString();
  const subject = host === address ? host : `${host} leads to ${address}, which`;
  if (kind === "public") return { ok: true };
  if (kind === "cloud metadata") {
    // A listed name or range does not reach it: whoever answers for that name could then point it there.
    if (
      policy.ranges.some(
        ([listed, bits]) => isSingle(listed, bits) && listed.toString() === address,
      )
    )
      return { ok: true };
    return refuse(
      `${subject} is a cloud metadata address: list "${address}" in allowPrivateNetwork if it is meant`,
    );
  }
  if (policy.everything || policy.hosts.has(host) || isListed(ip, policy)) return { ok: true };
  const listing = host === address ? address : host;
  return refuse(
    `${subject} is a ${kind} address: set allowPrivateNetwork: true (or list "${listing}") on this endpoint`,
  );
}

function judgeLocalhost(host: string, policy: Policy): Verdict {
  const verdicts = ["127.0.0.1", "::1"].map((address) =>
    judge(ipaddr.parse(address), host, policy),
  );
  return verdicts.find((verdict) => verdict.ok) ?? verdicts[0] ?? { ok: true };
}

function isListed(ip: Ip, policy: Policy): boolean {
  return policy.ranges.some(
    ([listed, bits]) => listed.kind() === ip.kind() && ip.match([listed, bits] as never),
  );
}

function isSingle(ip: Ip, bits: number): boolean {
  return bits === (isIPv4(ip) ? 32 : 128);
}

function isOwnListener(ip: Ip, port: number, listeners: readonly Listener[]): boolean {
  return listeners.some((listener) => {
    const bound = parseAddress(listener.address);
    if (!bound || listener.port !== port) return false;
    if (bound.toString() === ip.toString()) return true;
    // To connect to 0.0.0.0 or :: is to connect to this machine.
    if (kindOfAddress(ip) === "unspecified") return true;
    return kindOfAddress(bound) === "unspecified" && isLocal(ip);
  });
}

function isLocal(ip: Ip): boolean {
  if (kindOfAddress(ip) === "loopback") return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.some(({ address }) => parseAddress(address)?.toString() === ip.toString());
}

function ownListenerReason(host: string, port: number): string {
  return `${host}:${port} is this Gateway itself: events would return to it for ever; use the receiver's own address`;
}

function refuse(reason: string): Verdict {
  return { ok: false, reason };
}
