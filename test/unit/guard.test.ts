// Which targets the guard refuses, in every spelling, and what an operator can allow.
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { kindOfAddress, parseAddress } from "../../src/engine/guard/address.ts";
import { createGuard, vetUrl } from "../../src/engine/guard/guard.ts";

function kindOf(text: string): string {
  const ip = parseAddress(text);
  return ip ? kindOfAddress(ip) : "not an address";
}

describe("the kind of an address", () => {
  test.each([
    ["1.1.1.1", "public"],
    ["93.184.216.34", "public"],
    ["2606:4700:4700::1111", "public"],
    ["2a00:1450:4001:81c::200e", "public"],
    ["172.15.255.255", "public"],
    ["172.32.0.0", "public"],
    ["100.63.255.255", "public"],
    ["100.128.0.0", "public"],
    ["192.169.0.0", "public"],
    ["64:ff9b::5db8:d822", "public"],
    ["::ffff:93.184.216.34", "public"],
    ["10.0.0.1", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.255.255", "private"],
    ["fc00::1", "private"],
    ["fdff:ffff::1", "private"],
    ["fec0::1", "private"],
    ["64:ff9b::a00:1", "private"],
    ["::ffff:192.168.0.1", "private"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["::1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["169.254.1.1", "link-local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["100.127.255.255", "carrier-grade NAT"],
    ["0.0.0.0", "unspecified"],
    ["0.1.2.3", "unspecified"],
    ["::", "unspecified"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["ff02::1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["192.0.0.1", "reserved"],
    ["192.0.2.1", "reserved"],
    ["192.88.99.1", "reserved"],
    ["198.18.0.1", "reserved"],
    ["198.19.255.255", "reserved"],
    ["198.51.100.1", "reserved"],
    ["203.0.113.1", "reserved"],
    ["240.0.0.1", "reserved"],
    ["::127.0.0.1", "reserved"],
    ["::93.184.216.34", "reserved"],
    ["::ffff:0:127.0.0.1", "reserved"],
    ["64:ff9b:1::1", "reserved"],
    ["100::1", "reserved"],
    ["2001:db8::1", "reserved"],
    ["2001:2::1", "reserved"],
    ["3fff::1", "reserved"],
    ["4000::1", "reserved"],
    ["5f00::1", "reserved"],
    ["2002:5db8:d822::1", "tunnel"],
    ["2001:0:5db8:d822::1", "tunnel"],
    ["2a00:1450::5efe:10.0.0.1", "tunnel"],
    ["2a00:1450::200:5efe:10.0.0.1", "tunnel"],
    ["169.254.169.254", "cloud metadata"],
    ["169.254.170.2", "cloud metadata"],
    ["100.100.100.200", "cloud metadata"],
    ["168.63.129.16", "cloud metadata"],
    ["fd00:ec2::254", "cloud metadata"],
    ["::ffff:169.254.169.254", "cloud metadata"],
    ["::169.254.169.254", "cloud metadata"],
    ["64:ff9b::a9fe:a9fe", "cloud metadata"],
    ["64:ff9b:1::a9fe:a9fe", "cloud metadata"],
    ["2002:a9fe:a9fe::1", "cloud metadata"],
    ["2001:0:1:2:3:4:5601:5601", "cloud metadata"],
    ["fe80::5efe:169.254.169.254", "cloud metadata"],
    ["example.com", "not an address"],
    ["", "not an address"],
    ["1.2.3.4.5", "not an address"],
  ])("%s is %s", (address, kind) => {
    expect(kindOf(address)).toBe(kind);
  });
});

describe("a URL with a literal target is refused in every spelling", () => {
  test.each([
    ["http://127.0.0.1/"],
    ["http://2130706433/"],
    ["http://0x7f000001/"],
    ["http://0x7f.0.0.1/"],
    ["http://017700000001/"],
    ["http://0177.0.0.01/"],
    ["http://127.1/"],
    ["http://127.0.1/"],
    ["http://127.0.0.1./"],
    ["http://%31%32%37.0.0.1/"],
    ["http://１２７.０.０.１/"],
    ["http://①②⑦.⓪.⓪.①/"],
    ["http://user:pass@127.0.0.1/"],
    ["http:127.0.0.1"],
    ["http:\\\\127.0.0.1\\x"],
    ["http://0/"],
    ["http://0.0.0.0/"],
    ["http://[::]/"],
    ["http://[::1]/"],
    ["http://[0:0:0:0:0:0:0:1]/"],
    ["http://[::ffff:127.0.0.1]/"],
    ["http://[::ffff:7f00:1]/"],
    ["http://[::127.0.0.1]/"],
    ["http://[64:ff9b::7f00:1]/"],
    ["http://[2002:7f00:1::]/"],
    ["http://[fe80::1]/"],
    ["http://10.1.2.3:8080/hook"],
    ["http://192.168.1.100/"],
    ["https://3232235876/"],
    ["http://169.254.169.254/latest/meta-data/"],
    ["http://[fd00:ec2::254]/latest/"],
    ["http://localhost/"],
    ["http://LOCALHOST./"],
    ["http://api.localhost:3000/"],
    ["http://metadata.google.internal/"],
    ["http://metadata.google.internal./"],
  ])("%s", (url) => {
    expect(vetUrl(url, false).ok).toBe(false);
  });

  test.each([["http://[fe80::1%25eth0]/"], ["not a url"], ["http://999.1.1.1/"]])(
    "%s is no URL at all, and refused as such",
    (url) => {
      expect(vetUrl(url, true)).toEqual({
        ok: false,
        reason: "the url cannot be parsed: write it as https://host/path",
      });
    },
  );

  test.each([["ftp://example.com/"], ["file:///etc/passwd"], ["unix:/var/run/docker.sock"]])(
    "the scheme of %s is refused even when private targets are allowed",
    (url) => {
      expect(vetUrl(url, true)).toMatchObject({
        ok: false,
        reason: expect.stringContaining("http: or https:"),
      });
    },
  );

  test("names other than localhost are left to the look-up at connect time", () => {
    for (const host of ["example.com", "printer.local", "notlocalhost", "localhost.example.com"]) {
      expect(vetUrl(`https://${host}/`, false)).toEqual({ ok: true });
    }
  });
});

describe("what an operator allows", () => {
  test("the reason names the address, its kind and the setting, and neither path nor query", () => {
    expect(vetUrl("http://192.168.1.100/hook/s3cret?token=t0ken", false)).toEqual({
      ok: false,
      reason:
        '192.168.1.100 is a private address: set allowPrivateNetwork: true (or list "192.168.1.100") on this endpoint',
    });
    expect(createGuard(false).vet("nas.local", ["192.168.1.7"], 80)).toEqual({
      ok: false,
      reason:
        'nas.local leads to 192.168.1.7, which is a private address: set allowPrivateNetwork: true (or list "nas.local") on this endpoint',
    });
  });

  test("true allows private, loopback and local names, and still no cloud metadata", () => {
    for (const url of [
      "http://10.0.0.1/",
      "http://localhost/",
      "http://[::1]/",
      "http://100.64.0.1/",
    ]) {
      expect(vetUrl(url, true)).toEqual({ ok: true });
    }
    for (const url of [
      "http://169.254.169.254/",
      "http://[::ffff:169.254.169.254]/",
      "http://metadata.google.internal/",
    ]) {
      expect(vetUrl(url, true).ok).toBe(false);
    }
  });

  test("cloud metadata needs its own address in the list; a range or a name around it does not do", () => {
    const vet = (allow: readonly string[]): boolean =>
      createGuard(allow).vet("metadata.google.internal", ["169.254.169.254"], 80).ok;
    expect(vet(["169.254.169.254"])).toBe(true);
    expect(vet(["169.254.169.254/32"])).toBe(true);
    expect(vet(["169.254.0.0/16", "0.0.0.0/0"])).toBe(false);
    expect(vet(["metadata.google.internal"])).toBe(false);
  });

  test("a range allows its addresses only, in all their spellings", () => {
    const allow = ["192.168.1.0/24", "fd12::/16"];
    for (const host of [
      "192.168.1.100",
      "0xc0a80164",
      "[::ffff:192.168.1.100]",
      "[64:ff9b::c0a8:164]",
      "[fd12::7]",
    ]) {
      expect(vetUrl(`http://${host}/`, allow)).toEqual({ ok: true });
    }
    for (const host of ["192.168.2.1", "127.0.0.1", "[fd13::7]", "localhost"]) {
      expect(vetUrl(`http://${host}/`, allow).ok).toBe(false);
    }
  });

  test("a listed name allows that name only, without regard to case and a final dot", () => {
    const guard = createGuard(["NAS.local."]);
    expect(guard.vet("nas.local", ["192.168.1.7", "fe80::7"], 80)).toEqual({ ok: true });
    expect(guard.vet("evil-nas.local", ["192.168.1.7"], 80).ok).toBe(false);
    expect(guard.vet("192.168.1.7", ["192.168.1.7"], 80).ok).toBe(false);
    expect(vetUrl("http://localhost:3000/", ["localhost"])).toEqual({ ok: true });
    expect(vetUrl("http://localhost:3000/", ["127.0.0.0/8"])).toEqual({ ok: true });
  });

  test("a range of mapped addresses is the range of the IPv4 addresses in them", () => {
    expect(vetUrl("http://10.1.2.3/", ["::ffff:10.0.0.0/104"])).toEqual({ ok: true });
    expect(vetUrl("http://127.0.0.1/", ["::ffff:10.0.0.0/104"]).ok).toBe(false);
  });

  test("an entry that is neither range nor name of the target allows nothing", () => {
    for (const entry of [
      "10.0.0.0/33",
      "10.0.0.0/-1",
      "10.0.0.0/x",
      "10.0.0.0/",
      "0.0.0.0/0/",
      "10/8",
      "10",
      "*",
      "",
    ]) {
      expect(vetUrl("http://10.0.0.10/", [entry]).ok).toBe(false);
    }
  });

  test("an empty list allows nothing private", () => {
    expect(vetUrl("http://127.0.0.1/", []).ok).toBe(false);
  });
});

describe("the addresses of a name", () => {
  test("one denied address refuses the name, wherever it stands", () => {
    const guard = createGuard(false);
    expect(guard.vet("example.com", ["93.184.216.34", "2606:4700::1"], 443)).toEqual({ ok: true });
    expect(guard.vet("example.com", ["93.184.216.34", "10.0.0.1"], 443).ok).toBe(false);
    expect(guard.vet("example.com", ["::1", "93.184.216.34"], 443).ok).toBe(false);
  });

  test("no address, or what is none, is refused", () => {
    expect(createGuard(true).vet("example.com", [], 443).ok).toBe(false);
    expect(createGuard(true).vet("example.com", ["example.org"], 443).ok).toBe(false);
  });
});

describe("the Gateway's own listeners", () => {
  const own = (address: string, host: string, port = 18789): boolean =>
    !createGuard(true, [{ address, port: 18789 }]).vet(host, [host], port).ok;

  test("are refused whatever is allowed, in every spelling, and only on their port", () => {
    expect(own("127.0.0.1", "127.0.0.1")).toBe(true);
    expect(own("127.0.0.1", "::ffff:127.0.0.1")).toBe(true);
    expect(own("127.0.0.1", "0.0.0.0")).toBe(true);
    expect(own("127.0.0.1", "::")).toBe(true);
    expect(own("::1", "0:0:0:0:0:0:0:1")).toBe(true);
    expect(own("127.0.0.1", "127.0.0.1", 18790)).toBe(false);
    expect(own("127.0.0.1", "192.168.1.7")).toBe(false);
    expect(
      createGuard(["127.0.0.1"], [{ address: "127.0.0.1", port: 1 }]).vet(
        "127.0.0.1",
        ["127.0.0.1"],
        1,
      ).ok,
    ).toBe(false);
  });

  test("a listener on all addresses covers loopback and every interface of this machine", () => {
    const addresses = Object.values(networkInterfaces()).flatMap(
      (list) => list?.map(({ address }) => address) ?? [],
    );
    for (const address of ["127.0.0.1", "127.9.9.9", "::1", ...addresses])
      expect(own("0.0.0.0", address)).toBe(true);
    expect(own("::", "127.0.0.1")).toBe(true);
    expect(own("0.0.0.0", "203.0.113.77")).toBe(false);
  });
});
