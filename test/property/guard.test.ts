// The classifier against an independent one: node:net's BlockList over the IANA special-purpose registries.
import { BlockList, isIP } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOfAddress, parseAddress } from "../../src/engine/guard/address.ts";
import { createGuard, vetUrl } from "../../src/engine/guard/guard.ts";

// iana-ipv4-special-registry, iana-ipv6-special-registry; multicast and class E from the address space registries.
const IPV4_SPECIAL = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "168.63.129.16/32",
];
// Beyond 2000::/3 nothing is assigned for global unicast; the rest are the registry's entries inside it.
const IPV6_SPECIAL = [
  "::/3",
  "4000::/2",
  "8000::/1",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
];

const special = new BlockList();
for (const range of IPV4_SPECIAL) special.addSubnet(...split(range), "ipv4");
const special6 = new BlockList();
for (const range of IPV6_SPECIAL) special6.addSubnet(...split(range), "ipv6");

function split(range: string): [string, number] {
  const [net = "", bits = ""] = range.split("/");
  return [net, Number(bits)];
}

function isPublic(address: string): boolean {
  const ip = parseAddress(address);
  return ip !== undefined && kindOfAddress(ip) === "public";
}

function toIPv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join(".");
}

function toIPv6(words: readonly number[]): string {
  return words.map((word) => word.toString(16)).join(":");
}

function valueOf(address: string): number {
  return address.split(".").reduce((value, octet) => value * 256 + Number(octet), 0);
}

// Random addresses rarely meet a small range: half of them are drawn from inside or just beside one.
const nearRange = fc
  .tuple(fc.constantFrom(...IPV4_SPECIAL), fc.double({ min: -0.5, max: 1.5, noNaN: true }))
  .map(([range, at]) => {
    const [net, bits] = split(range);
    return (valueOf(net) + Math.floor(at * 2 ** (32 - bits))) >>> 0;
  });
const ipv4 = fc.oneof(nearRange, fc.integer({ min: 0, max: 0xffffffff })).map(toIPv4);

const word = fc.integer({ min: 0, max: 0xffff });
const head = fc.constantFrom(
  [0x2001],
  [0x2001, 0xdb8],
  [0x2001, 0x1ff],
  [0x2001, 0x200],
  [0x2002],
  [0x2003],
  [0x2620, 0x4f, 0x8000],
  [0x3fff],
  [0x3fff, 0x1000],
  [0x2000],
  [0x3ffe],
  [0x1fff],
  [0x4000],
  [0xfc00],
  [0xfe80],
  [0xfec0],
  [0xff02],
  [0x100],
  [0, 0, 0, 0],
);
const ipv6 = fc
  .tuple(
    fc.oneof(head, fc.constant<number[]>([])),
    fc.tuple(word, word, word, word, word, word, word, word),
  )
  .map(([start, random]) => [...start, ...random].slice(0, 8))
  // ISATAP is a pattern and not a range, and mapped and NAT64 addresses follow their IPv4: tested by themselves.
  .filter((words) => words[5] !== 0x5efe && words.slice(0, 4).some((part) => part !== 0));

describe("the address classifier", () => {
  test("agrees with the IANA registry on every IPv4 address", () => {
    fc.assert(
      fc.property(ipv4, (address) => isPublic(address) === !special.check(address, "ipv4")),
      { numRuns: 5000 },
    );
  });

  test("agrees with the IANA registry on every IPv6 address", () => {
    fc.assert(
      fc.property(
        ipv6,
        (words) => isPublic(toIPv6(words)) === !special6.check(toIPv6(words), "ipv6"),
      ),
      { numRuns: 5000 },
    );
  });

  test("gives mapped and NAT64 addresses the verdict of the IPv4 address in them", () => {
    fc.assert(
      fc.property(ipv4, (address) => {
        const [high, low] = [valueOf(address) >>> 16, valueOf(address) & 0xffff];
        const mapped = toIPv6([0, 0, 0, 0, 0, 0xffff, high, low]);
        const nat64 = toIPv6([0x64, 0xff9b, 0, 0, 0, 0, high, low]);
        return isPublic(mapped) === isPublic(address) && isPublic(nat64) === isPublic(address);
      }),
    );
  });

  test("never calls a deprecated or tunnelled form of an IPv4 address public", () => {
    fc.assert(
      fc.property(ipv4, fc.tuple(word, word, word, word), (address, prefix) => {
        const [high, low] = [valueOf(address) >>> 16, valueOf(address) & 0xffff];
        const forms = [
          [0, 0, 0, 0, 0xffff, 0, high, low],
          [0x64, 0xff9b, 1, 0, 0, 0, high, low],
          [0x2002, high, low, ...prefix, 1],
          [0x2001, 0, ...prefix, high ^ 0xffff, low ^ 0xffff],
          [...prefix, 0, 0x5efe, high, low],
          [...prefix, 0x200, 0x5efe, high, low],
        ];
        return !isPublic(`::${address}`) && forms.every((words) => !isPublic(toIPv6(words)));
      }),
    );
  });
});

describe("the guard", () => {
  test("decides the same for an address in a URL, in any numeric spelling, and at connect time", () => {
    const spellings = fc.constantFrom<(value: number) => string>(
      toIPv4,
      (value) => `${value}`,
      (value) => `0x${value.toString(16)}`,
      (value) => `0${value.toString(8)}`,
      (value) => `${value >>> 24}.${value & 0xffffff}`,
      (value) =>
        `0x${(value >>> 24).toString(16)}.0${((value >>> 16) & 0xff).toString(8)}.${value & 0xffff}`,
      (value) => `[::ffff:${toIPv4(value)}]`,
    );
    fc.assert(
      fc.property(ipv4, spellings, fc.boolean(), (address, spell, allow) => {
        const atConnect = createGuard(allow).vet(address, [address], 80);
        return vetUrl(`http://${spell(valueOf(address))}/`, allow).ok === atConnect.ok;
      }),
    );
  });

  test("lets a list of ranges through exactly where BlockList matches them", () => {
    const range = fc
      .tuple(ipv4, fc.integer({ min: 8, max: 32 }))
      .map(([net, bits]) => `${net}/${bits}`);
    fc.assert(
      fc.property(ipv4, fc.array(range, { maxLength: 4 }), (address, ranges) => {
        const ip = parseAddress(address);
        fc.pre(ip !== undefined && kindOfAddress(ip) !== "cloud metadata");
        const listed = new BlockList();
        for (const one of ranges) listed.addSubnet(...split(one), "ipv4");
        const expected = !special.check(address, "ipv4") || listed.check(address, "ipv4");
        return createGuard(ranges).vet(address, [address], 80).ok === expected;
      }),
      { numRuns: 1000 },
    );
  });

  test("refuses a name as soon as any of its addresses would be refused", () => {
    fc.assert(
      fc.property(fc.array(ipv4, { minLength: 1, maxLength: 5 }), (addresses) => {
        const each = addresses.every((address) => isPublic(address));
        return createGuard(false).vet("example.com", addresses, 443).ok === each;
      }),
    );
  });

  test("never lets text through that is not an address", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(isIP(text) === 0 && !/^[\d.x]+$/i.test(text));
        expect(createGuard(true).vet("example.com", [text], 80).ok).toBe(false);
      }),
    );
  });
});
