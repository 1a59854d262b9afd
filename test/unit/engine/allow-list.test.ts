// Entries of `allowPrivateNetwork` that can do nothing are said, and what to write instead.
import { describe, expect, it } from "vitest";
import { isPublicRange, parseAddress } from "../../../src/engine/guard/address.ts";
import { entryProblems } from "../../../src/engine/guard/allow-list.ts";

const FORMS = 'an address, a range such as "10.0.0.0/8", or a host name';
const alone = (host: string): string =>
  `matches nothing: write "${host}", the host alone as it stands in a URL`;

describe("an entry that no target can match", () => {
  it.each([
    ["http://nas:8080", alone("nas")],
    ["https://nas.lan/hook", alone("nas.lan")],
    ["nas:8080", alone("nas")],
    ["192.168.1.7:8080", alone("192.168.1.7")],
    ["[::1]:8080", alone("::1")],
    ["nas/24", alone("nas")],
    [" nas ", alone("nas")],
    ["bücher.lan", alone("xn--bcher-kva.lan")],
    ["0x7f.1", alone("127.0.0.1")],
    ["10", alone("0.0.0.10")],
    ["10.0.0.0/33", 'is no range: "33" must be a number from 0 to 32'],
    ["10.0.0.0/255.0.0.0", 'is no range: "255.0.0.0" must be a number from 0 to 32'],
    ["10.0.0.0/", 'is no range: "" must be a number from 0 to 32'],
    ["fd00::/129", 'is no range: "129" must be a number from 0 to 128'],
    [
      "*.lan",
      `matches nothing, because "*" stands for itself: write ${FORMS}, or allowPrivateNetwork: true for all`,
    ],
    ["", `is empty: write ${FORMS}, or leave it out`],
    ["two words", `is no host name: write ${FORMS}`],
  ])("such as %j is a problem at its place", (entry, message) => {
    expect(entryProblems(["nas", entry])).toEqual([`allowPrivateNetwork[1]: ${message}`]);
  });

  it("is none of those that match", () => {
    const sound = ["nas", "NAS.Lan.", "10.0.0.7", "10.0.0.0/8", "::1", "[::1]", "fd00::/8", "a_b"];
    expect(entryProblems([...sound, "[fd00::]/8", "::ffff:10.0.0.0/104"])).toEqual([]);
  });

  it.each([true, false])("is none of %j", (allow) => {
    expect(entryProblems(allow)).toEqual([]);
  });
});

describe("a range", () => {
  const isPublic = (net: string, bits: number): boolean => {
    const ip = parseAddress(net);
    if (ip === undefined) throw new Error(`${net} is no address`);
    return isPublicRange(ip, bits);
  };

  it.each([
    ["8.8.8.8", 32],
    ["8.0.0.0", 7],
    ["2606:4700::", 32],
  ])("%s/%d is public throughout", (net, bits) => {
    expect(isPublic(net, bits)).toBe(true);
  });

  it.each([
    ["8.0.0.0", 6],
    ["192.0.0.0", 8],
    ["172.0.0.0", 8],
    ["0.0.0.0", 0],
    ["168.63.129.16", 32],
    ["2000::", 3],
    ["::", 0],
  ])("%s/%d holds an address that is not", (net, bits) => {
    expect(isPublic(net, bits)).toBe(false);
  });
});
