import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RouteAuth } from "../../../src/config/route/route-settings.ts";
import type { SignatureScheme } from "../../../src/signature/scheme.ts";
import { readTimestamp, replayProblem } from "../../../src/signature/timestamp.ts";
import { samenessOf } from "../../../src/inbound/proof/sameness.ts";
import type { Proof } from "../../../src/inbound/proof/verdict.ts";
import { verify, type InboundRequest } from "../../../src/inbound/proof/verify.ts";
import { reasonOf, requestWith } from "../../support/inbound-request.ts";

interface Vector {
  source: string;
  algorithm: SignatureScheme["algorithm"];
  key: { encoding: "utf8" | "hex"; value: string };
  data: string;
  signature: string;
}
const vectors = JSON.parse(
  readFileSync(new URL("../../../fixtures/vectors/hmac.json", import.meta.url), "utf8"),
) as Vector[];

const plain: SignatureScheme = {
  algorithm: "sha256",
  from: { header: "x-sign" },
  extract: { kind: "whole" },
  encoding: "hex",
  signed: "{body}",
  key: { encoding: "utf8" },
};

function hmac(scheme: Partial<SignatureScheme>, secret = "secret"): RouteAuth {
  const full = { ...plain, ...scheme };
  return { kind: "hmac", scheme: full, secrets: [{ value: secret }], toleranceMs: 300_000 };
}

const sign = (text: string | Uint8Array, encoding: "hex" | "base64" | "base64url" = "hex") =>
  createHmac("sha256", "secret").update(text).digest(encoding);

const signedRequest = (signature: string, body: string | Uint8Array = "body") =>
  requestWith({ headers: { "x-sign": signature }, rawBody: Buffer.from(body) });

describe("a scheme as data", () => {
  it.each(vectors)("accepts the vector of $source ($algorithm)", (vector) => {
    const { algorithm, key, data, signature } = vector;
    const auth = hmac({ algorithm, key: { encoding: key.encoding } }, key.value);
    expect(verify(signedRequest(signature, data), auth, 0).ok).toBe(true);
    const changed = signature.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    expect(verify(signedRequest(changed, data), auth, 0).ok).toBe(false);
  });

  it("verifies bytes that are no text", () => {
    const body = Uint8Array.of(0xff, 0xfe, 0, 0xc3, 0x28);
    expect(verify(signedRequest(sign(body), body), hmac({}), 0).ok).toBe(true);
  });

  it("takes hex in upper case and base64url with padding, and no mixture", () => {
    const upper = sign("body").toUpperCase();
    expect(verify(signedRequest(upper), hmac({}), 0).ok).toBe(true);
    const mixed = `a${upper.slice(1)}`;
    expect(verify(signedRequest(mixed), hmac({}), 0).ok).toBe(false);
    const padded = `${sign("body", "base64url")}=`;
    expect(verify(signedRequest(padded), hmac({ encoding: "base64url" }), 0).ok).toBe(true);
  });

  it("refuses another text for the same base64 bytes", () => {
    const scheme = { encoding: "base64" } as const;
    const signature = sign("body", "base64");
    const last = signature.at(-2) ?? "";
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const twin = `${signature.slice(0, -2)}${alphabet[alphabet.indexOf(last) + 1] ?? "A"}=`;
    expect(Buffer.from(twin, "base64")).toEqual(Buffer.from(signature, "base64"));
    expect(verify(signedRequest(signature), hmac(scheme), 0).ok).toBe(true);
    expect(verify(signedRequest(twin), hmac(scheme), 0).ok).toBe(false);
  });

  it("puts method, address, id and time where the template says", () => {
    const scheme: Partial<SignatureScheme> = {
      signed: "{method} {url} {id}.{timestamp}.{body}!",
      id: { header: "x-id" },
      timestamp: { from: { header: "x-at" }, format: "s" },
    };
    const text = "POST https://example.com/a?b=1 é{body}.100.{id}!";
    const request = requestWith({
      url: "/local?b=1",
      // A header is bytes, read as Latin-1.
      headers: {
        "x-id": Buffer.from("é{body}").toString("latin1"),
        "x-at": "100",
        "x-sign": sign(text),
      },
      rawBody: Buffer.from("{id}"),
    });
    const auth = { ...hmac(scheme), preset: "", url: "https://example.com/a?old=1" };
    expect(verify(request, auth as RouteAuth, 100_000)).toMatchObject({ ok: true });
  });

  it("covers the body by the fingerprint even when the template leaves it out", () => {
    const auth = hmac({ signed: "fixed" });
    const [one, other] = ["a", "b"].map((body) =>
      verify(signedRequest(sign("fixed"), body), auth, 0),
    );
    if (!one?.ok || !other?.ok) throw new Error("refused");
    expect(one.fingerprint).not.toBe(other.fingerprint);
  });

  it.each([
    [{}, {}, 'header "x-sign" is missing'],
    [{ "x-sign": " " }, {}, 'header "x-sign" is empty'],
    [{ "x-sign": "aa, bb" }, {}, 'header "x-sign" was sent more than once'],
    [
      { "x-sign": "sha1=aa" },
      { extract: { kind: "whole", prefix: "sha256=" } },
      'header "x-sign" holds no signature of its form',
    ],
    [{ "x-sign": "aa" }, {}, 'the signature in "x-sign" does not match: wrong secret, or changed'],
    [
      { "x-sign": "t=1,t=2,v1=aa" },
      {
        extract: { kind: "part", name: "v1", items: ",", pair: "=" },
        signed: "{timestamp}.{body}",
        timestamp: { from: { part: "t", items: ",", pair: "=" }, format: "s" },
      },
      'header "x-sign" holds more than one "t"',
    ],
    [
      { "x-sign": sign("") },
      { timestamp: { from: { body: "a.at" }, format: "s" } },
      'the body has no timestamp at "a.at"',
    ],
    [
      { "x-sign": sign(""), "x-at": "1e3" },
      { timestamp: { from: { header: "x-at" }, format: "s" } },
      'the timestamp is not in the format "s"',
    ],
    [{ "x-sign": "aa" }, { signed: "{id}{body}" }, "the signed id is missing"],
    [{ "x-sign": sign(""), "x-id": "" }, { id: { header: "x-id" } }, 'header "x-id" is empty'],
    [{ "x-sign": "aa" }, { key: { encoding: "base64" } }, "no secret is base64"],
    [
      { "x-sign": "aa" },
      { algorithm: "ed25519", key: { encoding: "utf8" } },
      "no secret is an ed25519 public key in PEM, a JWK, hex or base64",
    ],
  ] as [Record<string, string>, Partial<SignatureScheme>, string][])(
    "says exactly what is wrong: %o with %o",
    (headers, scheme, reason) => {
      const auth = hmac(scheme, "s*cret");
      const right = hmac(scheme);
      const wrong = Object.values(headers).some((value) => value.includes("aa"));
      expect(reasonOf(verify(requestWith({ headers }), wrong ? auth : right, 0))).toBe(reason);
    },
  );

  it("has no key where only the prefix of one is configured", () => {
    const key = { encoding: "base64", stripPrefix: "whsec_" } as const;
    const empty = createHmac("sha256", "").update("body").digest("hex");
    expect(verify(signedRequest(empty), hmac({ key }, "whsec_"), 0).ok).toBe(false);
    expect(verify(signedRequest(empty), hmac({}, ""), 0).ok).toBe(false);
  });

  it("never puts secret, signature or body into a reason", () => {
    const request = requestWith({
      headers: { "x-sign": "5ec2e7", authorization: "Bearer 5ec2e7" },
      rawBody: Buffer.from("5ec2e7"),
    });
    const secrets = [{ value: "5ec2e7-secret" }];
    const auths: RouteAuth[] = [
      hmac({}, "5ec2e7-secret"),
      { kind: "bearer", secrets },
      { kind: "basic", username: "5ec2e7", secrets },
      { kind: "header", name: "x-sign", secrets },
    ];
    for (const auth of auths) expect(reasonOf(verify(request, auth, 0))).not.toContain("5ec2e7");
  });
});

describe("callers who show the secret", () => {
  const shown = (authorization: string, more: Record<string, string> = {}) =>
    requestWith({ headers: { authorization, ...more } });
  const bearer: RouteAuth = {
    kind: "bearer",
    secrets: [{ value: "new-tökén" }, { value: "old", expiresAt: 1000 }],
  };
  const basic: RouteAuth = {
    kind: "basic",
    username: "Aladdin",
    secrets: [{ value: "open sesame" }, { value: "a:b:c" }],
  };
  const basicOf = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

  it("are let in by a bearer token, its scheme in any case", () => {
    const bytes = Buffer.from("new-tökén").toString("latin1");
    for (const value of [`Bearer ${bytes}`, `bearer  ${bytes}`, `BEARER ${bytes}`, "Bearer old"]) {
      expect(verify(shown(value), bearer, 999).ok).toBe(true);
    }
  });

  it("are refused an expired, a doubled, a longer and a missing token", () => {
    for (const value of ["Bearer old", "Bearer old, Bearer old", "Bearer", "Bearer ", "old", ""]) {
      expect(verify(shown(value), bearer, 1000).ok).toBe(false);
    }
    expect(verify(shown("Bearer olds"), bearer, 0).ok).toBe(false);
  });

  it("are let in by the credentials of RFC 7617, 2, and by a password with colons", () => {
    expect(verify(shown("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), basic, 0).ok).toBe(true);
    expect(verify(shown(basicOf("Aladdin:a:b:c")), basic, 0).ok).toBe(true);
  });

  it("are let in by UTF-8 credentials as in RFC 7617, 2.1", () => {
    const auth: RouteAuth = { ...basic, username: "test", secrets: [{ value: "123£" }] };
    expect(verify(shown("Basic dGVzdDoxMjPCow=="), auth, 0).ok).toBe(true);
  });

  it("are refused another user, another password, and what is no pair", () => {
    for (const pair of ["aladdin:open sesame", "Aladdin:open", "Aladdin", ":", ""]) {
      expect(verify(shown(basicOf(pair)), basic, 0).ok).toBe(false);
    }
    expect(verify(shown("Basic ???"), basic, 0).ok).toBe(false);
  });

  it("are let in by a header's whole value, its name in any case", () => {
    const auth: RouteAuth = { kind: "header", name: "X-Api-Key", secrets: [{ value: "k" }] };
    expect(verify(requestWith({ headers: { "x-api-key": "k" } }), auth, 0).ok).toBe(true);
    expect(verify(requestWith({ headers: { "x-api-key": "k, k" } }), auth, 0).ok).toBe(false);
    expect(verify(requestWith({ headers: {} }), auth, 0).ok).toBe(false);
  });

  it("may name their delivery by Idempotency-Key; a repeated body alone is no duplicate", () => {
    const verdict = verify(shown("Bearer old", { "idempotency-key": "abc" }), bearer, 0);
    if (!verdict.ok) throw new Error(verdict.reason);
    const names = (proof: Proof): string[] => samenessOf(proof, { auth: bearer }, undefined).names;
    expect(names(verdict)).toEqual(["id:abc"]);
    const unnamed = verify(shown("Bearer old"), bearer, 0);
    if (!unnamed.ok) throw new Error(unnamed.reason);
    expect(names(unnamed)).toEqual([]);
  });

  it("cannot name one by a key that is too long to keep", () => {
    const key = "k".repeat(257);
    const verdict = verify(shown("Bearer old", { "idempotency-key": key }), bearer, 0);
    expect(verdict).not.toHaveProperty("deliveryId");
  });
});

describe("a route without auth", () => {
  const local = (changes: Partial<InboundRequest>) =>
    verify(requestWith(changes), { kind: "loopback" }, 0);

  it.each(["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "::FFFF:127.0.0.1"])(
    "answers %s",
    (peer) => {
      expect(local({ peer })).toMatchObject({ ok: true, verified: false });
    },
  );

  it.each([
    "10.0.0.1",
    "128.0.0.1",
    "127.0.0.1.evil.com",
    "127.0.0.999",
    "::ffff:10.0.0.1",
    "::",
    "",
  ])("refuses %o and names the setting", (peer) => {
    expect(reasonOf(local({ peer }))).toContain('set auth on route "deploy"');
  });

  it.each([
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-real-ip",
    "cf-connecting-ip",
    "true-client-ip",
    "tailscale-user-login",
    "origin",
    "sec-fetch-site",
  ])("refuses a local caller that sends %s", (name) => {
    const reason = reasonOf(local({ headers: { [name]: "" } }));
    expect(reason).toContain(`"${name}"`);
    expect(reason).toContain('set auth on route "deploy"');
  });

  it.each([
    "localhost",
    "LOCALHOST.",
    "localhost:18789",
    "127.0.0.1:18789",
    "127.1.2.3",
    "[::1]",
    "[::1]:18789",
    "gateway.lan:18789",
    "[fd00::7]:1",
    "",
  ])("answers a caller of Host %j", (host) => {
    const auth = { kind: "loopback", hosts: ["gateway.lan", "[fd00::7]"] } as const;
    expect(verify(requestWith({ headers: { host } }), auth, 0)).toMatchObject({ ok: true });
  });

  it.each([
    ["evil.example", '"evil.example"'],
    ["Evil.Example.:18789", '"evil.example"'],
    ["localhost.evil.example", '"localhost.evil.example"'],
    ["127.0.0.1.evil.example:1", '"127.0.0.1.evil.example"'],
    ["evil.localhost", '"evil.localhost"'],
    ["gateway.lan.evil.example", '"gateway.lan.evil.example"'],
    ["0.0.0.0:18789", '"0.0.0.0"'],
    ["localhost, evil.example", "no host name"],
    ["localhost:1@evil.example", "no host name"],
    ["evil\u001b[31m", "no host name"],
  ])("refuses Host %j, which a page may have had pointed here", (host, shown) => {
    const auth = { kind: "loopback", hosts: ["gateway.lan"] } as const;
    expect(reasonOf(verify(requestWith({ headers: { host } }), auth, 0))).toBe(
      `header "host" names ${shown}, not this machine; list it in inbound.hosts if it is a name of ` +
        'this Gateway; set auth on route "deploy"',
    );
  });

  it("does not print a path that is no route's name", () => {
    expect(reasonOf(local({ peer: "10.0.0.1", url: "/in/%0aforged" }))).toContain("this route");
  });

  it("answers anybody once it is opened on purpose", () => {
    const request = requestWith({ peer: "10.0.0.1" });
    expect(verify(request, { kind: "none" }, 0)).toMatchObject({ ok: true, verified: false });
  });
});

describe("a route that is open to all", () => {
  const open = { kind: "none", hosts: ["gateway.lan"] } as const;
  const ask = (headers: Record<string, string>, peer = "127.0.0.1"): boolean =>
    verify(requestWith({ headers, peer }), open, 0).ok;
  const origin = "http://evil.example";

  it("refuses a page in this machine's browser under a foreign name", () => {
    const request = requestWith({ headers: { host: "evil.example:18789", origin } });
    expect(reasonOf(verify(request, open, 0))).toBe(
      'a web page on this machine sent it, and header "host" names "evil.example"; ' +
        "list it in inbound.hosts if it is a name of this Gateway",
    );
    expect(ask({ host: "evil.example", "sec-fetch-site": "same-origin" })).toBe(false);
  });

  it.each([
    ["a program of this machine, by any name", { host: "hooks.example.com" }, "127.0.0.1"],
    ["a page elsewhere", { host: "hooks.example.com", origin }, "203.0.113.7"],
    [
      "a page behind a proxy here",
      { host: "hooks.example.com", origin, "x-forwarded-for": "203.0.113.7" },
      "127.0.0.1",
    ],
    ["a page here by a loopback name", { host: "localhost:18789", origin }, "127.0.0.1"],
    ["a page here by a name of the Gateway", { host: "gateway.lan", origin }, "127.0.0.1"],
  ])("answers %s", (_who, headers, peer) => {
    expect(ask(headers, peer)).toBe(true);
  });
});

describe("timestamps", () => {
  it("are read in exactly one format", () => {
    expect(readTimestamp("1700000000", "s")).toBe(1_700_000_000_000);
    expect(readTimestamp("1700000000000", "ms")).toBe(1_700_000_000_000);
    expect(readTimestamp("2023-11-14T22:13:20.634234626Z", "rfc3339")).toBe(1_700_000_000_634);
    expect(readTimestamp("2023-11-15T00:13:20+02:00", "rfc3339")).toBe(1_700_000_000_000);
    for (const text of ["", " 1", "-1", "1.5", "0x10", "1e9", "999999999999", "١٢٣"]) {
      expect(readTimestamp(text, "s")).toBeUndefined();
    }
    for (const text of ["2023-11-14", "2023-13-14T22:13:20Z", "14 Nov 2023", "1700000000"]) {
      expect(readTimestamp(text, "rfc3339")).toBeUndefined();
    }
  });

  it("are in time up to the tolerance, on both sides", () => {
    expect(replayProblem(1000, 2000, 1000)).toBeUndefined();
    expect(replayProblem(2000, 1000, 1000)).toBeUndefined();
    expect(replayProblem(1000, 2001, 1000)).toBe("the timestamp is 2 s old, the tolerance is 1 s");
    expect(replayProblem(2001, 1000, 1000)).toContain("in the future");
  });
});
