// Says what an IP address is: public, or which kind of special. Pure; decides nothing about what is allowed.
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** `public` is the only kind that an endpoint may be without being allowed; the words are shown to operators. */
export type AddressKind =
  | "public"
  | "loopback"
  | "private"
  | "link-local"
  | "carrier-grade NAT"
  | "cloud metadata"
  | "unspecified"
  | "multicast"
  | "broadcast"
  | "tunnel"
  | "reserved";

// Documented by the vendors: AWS, GCP, Azure, DigitalOcean and others share the first; then ECS, EKS,
// Tencent, Scaleway, Alibaba, Oracle (classic), Azure's wire server, and the IPv6 ones of AWS, EKS, GCP, Scaleway.
const METADATA_ADDRESSES = new Set(
  [
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "169.254.0.23",
    "169.254.42.42",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "fd20:ce::254",
    "fd00:42::42",
  ].map((text) => ipaddr.parse(text).toString()),
);

// Every range of ipaddr.js that is not named here is "reserved".
const KIND_OF_RANGE: Readonly<Record<string, AddressKind>> = {
  unicast: "public",
  loopback: "loopback",
  private: "private",
  uniqueLocal: "private",
  deprecatedSiteLocal: "private",
  linkLocal: "link-local",
  carrierGradeNat: "carrier-grade NAT",
  unspecified: "unspecified",
  multicast: "multicast",
  broadcast: "broadcast",
  "6to4": "tunnel",
  teredo: "tunnel",
};

const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
const NAT64_LOCAL = ipaddr.IPv6.parseCIDR("64:ff9b:1::/48");
const MAPPED = ipaddr.IPv6.parseCIDR("::ffff:0:0/96");
const COMPATIBLE = ipaddr.IPv6.parseCIDR("::/96");
const TRANSLATED = ipaddr.IPv6.parseCIDR("::ffff:0:0:0/96");
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR("2002::/16");
const TEREDO = ipaddr.IPv6.parseCIDR("2001::/32");
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Reads an address as look-ups and parsed URLs spell it; a zone index is dropped. IPv4-mapped and NAT64
 * (`64:ff9b::/96`) addresses become the IPv4 address they lead to: networks with NAT64 work, and nothing hides.
 * @returns undefined when it is not an address.
 */
export function parseAddress(text: string): Ip | undefined {
  if (isIP(text) === 0) return undefined;
  const bare = text.replace(/%.*$/, "");
  // ipaddr.js takes the deprecated ::1.2.3.4 for the mapped ::ffff:1.2.3.4, which would make it public.
  const ip = ipaddr.parse(bare.replace(/^::(?=\d+\.)/, "::0:"));
  if (isIPv4(ip)) return ip;
  return ip.match(MAPPED) || ip.match(NAT64) ? lowIPv4(ip) : ip;
}

/** What kind of address this is. Anything that no registry assigns for global use is special. */
export function kindOfAddress(ip: Ip): AddressKind {
  if (METADATA_ADDRESSES.has(ip.toString())) return "cloud metadata";
  if (isIPv4(ip)) return KIND_OF_RANGE[ip.range()] ?? "reserved";
  const embedded = embeddedIPv4(ip);
  if (embedded && METADATA_ADDRESSES.has(embedded.toString())) return "cloud metadata";
  const kind = KIND_OF_RANGE[ip.range()] ?? "reserved";
  if (kind !== "public") return kind;
  if (isIsatap(ip)) return "tunnel";
  return ip.match(GLOBAL_UNICAST) ? "public" : "reserved";
}

type Range = readonly [Ip, number];
/** Every range of its family that is set apart, one or a list by kind; ipaddr.js has them untyped. */
type Apart = { SpecialRanges: Readonly<Record<string, Range | readonly Range[]>> };

/** Whether a range holds public addresses and nothing else: allowing it allows nothing new. */
export function isPublicRange(ip: Ip, bits: number): boolean {
  if (kindOfAddress(ip) !== "public") return false;
  if (!isIPv4(ip) && bits < 3) return false;
  const family = (isIPv4(ip) ? ipaddr.IPv4 : ipaddr.IPv6).prototype as unknown as Apart;
  const apart = Object.values(family.SpecialRanges).flatMap((kind) =>
    Array.isArray(kind[0]) ? (kind as readonly Range[]) : [kind as Range],
  );
  return !apart.some(([other, length]) => ip.match([other, Math.min(bits, length)] as never));
}

export function isIPv4(ip: Ip): ip is ipaddr.IPv4 {
  return ip.kind() === "ipv4";
}

/** The IPv4 address that a transition mechanism would deliver to; ranges per RFC 4291, 6052, 7915, 3056, 4380, 5214. */
function embeddedIPv4(ip: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const [, second = 0, third = 0] = ip.parts;
  if (ip.match(SIX_TO_FOUR)) return fromWords(second, third);
  const low = lowIPv4(ip);
  if (ip.match(TEREDO)) return new ipaddr.IPv4(low.octets.map((octet) => octet ^ 0xff));
  const carriesLow =
    ip.match(COMPATIBLE) || ip.match(TRANSLATED) || ip.match(NAT64_LOCAL) || isIsatap(ip);
  return carriesLow ? low : undefined;
}

// RFC 5214: the interface identifier is 0000:5efe or 0200:5efe and then the IPv4 address, under any prefix.
function isIsatap(ip: ipaddr.IPv6): boolean {
  return ip.parts[5] === 0x5efe && (ip.parts[4] === 0 || ip.parts[4] === 0x0200);
}

function lowIPv4(ip: ipaddr.IPv6): ipaddr.IPv4 {
  return fromWords(ip.parts[6] ?? 0, ip.parts[7] ?? 0);
}

function fromWords(high: number, low: number): ipaddr.IPv4 {
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}
