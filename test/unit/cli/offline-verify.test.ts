import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { newKeyPair } from "../../../src/cli/offline/new-secret.ts";
import {
  diagnose,
  isAccepted,
  type Diagnosis,
  type Question,
} from "../../../src/cli/offline/signature/diagnose.ts";
import { readRawRequest } from "../../../src/cli/offline/signature/raw-request.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import type { InboundRequest } from "../../../src/inbound/request/request.ts";
import { attemptHeaders } from "../../../src/outbound/sign.ts";
import {
  recordedRequests,
  requestOf,
  requestWith,
  type RecordedRequest,
} from "../../support/inbound-request.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const AT = 1_773_484_200_000;
const EVENT = eventWith({ message: { role: "user", content: "Grüße / 🚨", count: 2 } });

/** As an attempt of this plugin arrives. */
function arrived(secret = SECRET, changes: Partial<InboundRequest> = {}): InboundRequest {
  const headers = attemptHeaders({
    endpoint: endpointWith({ secrets: [{ value: secret }] }),
    event: EVENT,
    deliveryId: "dlv_1",
    attempt: 1,
    atSeconds: AT / 1000,
    body: EVENT.json,
    userAgent: "test",
  });
  return requestWith({ headers: lower(headers), rawBody: Buffer.from(EVENT.json), ...changes });
}

function lower(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function withHeaders(changes: Record<string, string | undefined>, secret = SECRET): InboundRequest {
  const request = arrived(secret);
  const headers = Object.entries({ ...request.headers, ...changes });
  const present = headers.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...request, headers: Object.fromEntries(present) };
}

function diagnosed(request: InboundRequest, secret = SECRET, now = AT): Diagnosis[] {
  return diagnose({ request, secret, now, toleranceMs: 300_000 });
}

/** What both schemes say, which must be the same. */
function faultOf(diagnoses: readonly Diagnosis[]): string {
  const faults = new Set(diagnoses.map((one) => (one.ok ? "none" : one.fault)));
  expect([...faults]).toHaveLength(1);
  return [...faults][0] ?? "";
}

/** The tutorial's own way to sign. */
function hexMac(key: string | Buffer, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}

describe("a request that is as it was sent", () => {
  it("is found right by both schemes", () => {
    const diagnoses = diagnosed(arrived());
    expect(diagnoses.map(({ scheme, ok }) => [scheme, ok])).toEqual([
      ["X-OpenClaw-Signature", true],
      ["Standard Webhooks (webhook-signature)", true],
    ]);
    expect(isAccepted(diagnoses)).toBe(true);
  });

  it("is found right with either of two secrets during a rotation", () => {
    const request = arrived();
    const [own = "", standard = ""] = [
      request.headers["x-openclaw-signature"],
      request.headers["webhook-signature"],
    ];
    const rotated = withHeaders({
      "x-openclaw-signature": `sha256=${"0".repeat(64)},${own}`,
      "webhook-signature": `v1,${"A".repeat(43)}= ${standard}`,
    });
    expect(isAccepted(diagnosed(rotated))).toBe(true);
  });

  it("is found right with a secret that Standard Webhooks cannot use, by the one scheme it signs", () => {
    const diagnoses = diagnosed(arrived("plain words"), "plain words");
    expect(diagnoses).toMatchObject([{ scheme: "X-OpenClaw-Signature", ok: true }]);
  });

  it("is found right with an ed25519 key, the signing and the public one", () => {
    const { secret, publicKey } = newKeyPair();
    for (const key of [secret, publicKey]) {
      expect(isAccepted(diagnosed(arrived(secret), key))).toBe(true);
    }
  });

  it("is right by one scheme when a proxy took the headers of the other", () => {
    const request = withHeaders({ "webhook-id": undefined, "webhook-signature": undefined });
    const diagnoses = diagnosed(request);
    expect(diagnoses[1]).toMatchObject({ ok: false, fault: "missing header" });
    expect(isAccepted(diagnoses)).toBe(true);
  });
});

describe("a missing header", () => {
  it("is named", () => {
    const [own, standard] = diagnosed(
      withHeaders({ "x-openclaw-timestamp": undefined, "webhook-id": " " }),
    );
    expect(own).toMatchObject({
      fault: "missing header",
      message: '"x-openclaw-timestamp" is missing or empty',
    });
    expect(standard).toMatchObject({
      fault: "missing header",
      message: '"webhook-id" is missing or empty',
    });
  });

  it("of every kind is no signature at all, and the request is not accepted", () => {
    const diagnoses = diagnosed(requestWith({ rawBody: Buffer.from("{}") }));
    expect(faultOf(diagnoses)).toBe("missing header");
    expect(JSON.stringify(diagnoses)).toContain("An endpoint without a secret is not");
    expect(isAccepted(diagnoses)).toBe(false);
  });
});

describe("an encoding", () => {
  it.each([
    ["sha256=abc", "v1,abc"],
    [`sha256=${"g".repeat(64)}`, "v2,AAAA"],
    ["{{signature}}", "null"],
  ])("that is none (%s) is told apart from a wrong signature", (own, standard) => {
    const request = withHeaders({ "x-openclaw-signature": own, "webhook-signature": standard });
    expect(faultOf(diagnosed(request))).toBe("encoding");
  });

  it("of the timestamp is told", () => {
    const request = withHeaders({
      "x-openclaw-timestamp": "2026-03-14T10:30:00Z",
      "webhook-timestamp": String(AT),
    });
    const diagnoses = diagnosed(request);
    expect(faultOf(diagnoses)).toBe("encoding");
    expect(JSON.stringify(diagnoses)).toContain("unix seconds");
  });
});

describe("the clock", () => {
  it.each([
    [AT + 301_000, "5 min 1 s old"],
    [AT - 301_000, "5 min 1 s ahead"],
    [AT + 7 * 3_600_000 + 720_000, "7 h 12 min old"],
    [AT + 90_000_000, "1 d 1 h old"],
  ])("at %d is told with how far it is off", (now, off) => {
    const diagnoses = diagnosed(arrived(), SECRET, now);
    expect(faultOf(diagnoses)).toBe("clock");
    for (const { message } of diagnoses) expect(message).toContain(`${off}; allowed are 5 min`);
  });

  it("within five minutes is no fault", () => {
    expect(isAccepted(diagnosed(arrived(), SECRET, AT + 300_000))).toBe(true);
    expect(isAccepted(diagnosed(arrived(), SECRET, AT - 300_000))).toBe(true);
  });
});

describe("a changed body", () => {
  const python = String.raw`{"type": "x", "text": "Gr\u00fc\u00dfe", "list": [1, 2]}`;

  it.each([
    ["a line break at its end", `${EVENT.json}\n`, "a line break at its end"],
    ["CR LF at its end", `${EVENT.json}\r\n`, "a line break at its end"],
    ["a byte order mark", `\uFEFF${EVENT.json}`, "byte order mark"],
    ["indentation", JSON.stringify(JSON.parse(EVENT.json), null, 2), "written anew"],
    ["the order of its keys", reversed(EVENT.json), "none"],
  ])("by %s is recognised", (_name, body, words) => {
    const diagnoses = diagnosed(arrived(SECRET, { rawBody: Buffer.from(body) }));
    if (words === "none") {
      expect(faultOf(diagnoses)).toBe("secret");
      return;
    }
    expect(faultOf(diagnoses)).toBe("body");
    for (const { message } of diagnoses) expect(message).toContain(words);
  });

  it.each([
    ["compactly", JSON.stringify(JSON.parse(python))],
    ["with four spaces", JSON.stringify(JSON.parse(python), null, 4)],
  ])("that a Python sender signed and a parser wrote again %s is recognised", (_name, body) => {
    const timestamp = String(AT / 1000);
    const request = withHeaders({
      "x-openclaw-signature": `sha256=${hexMac(SECRET, `${timestamp}.${python}`)}`,
      "webhook-signature": new Webhook(SECRET).sign(EVENT.id, new Date(AT), python),
    });
    expect(faultOf(diagnosed({ ...request, rawBody: Buffer.from(body) }))).toBe("body");
  });

  it("whose keys the sender had sorted is recognised", () => {
    const sorted = '{"a": 1, "b": {"c": 2, "d": 3}}';
    const timestamp = String(AT / 1000);
    const request = withHeaders({
      "x-openclaw-signature": `sha256=${hexMac(SECRET, `${timestamp}.${sorted}`)}`,
      "webhook-signature": new Webhook(SECRET).sign(EVENT.id, new Date(AT), sorted),
    });
    const body = '{"b":{"d":3,"c":2},"a":1}';
    expect(faultOf(diagnosed({ ...request, rawBody: Buffer.from(body) }))).toBe("body");
  });

  it("of another length than it says is told with both lengths", () => {
    const request = withHeaders({ "content-length": "9000" });
    const diagnoses = diagnosed({ ...request, rawBody: Buffer.from("{}") });
    expect(faultOf(diagnoses)).toBe("body");
    expect(JSON.stringify(diagnoses)).toContain("says 9000 bytes, here are 2");
  });

  it("that was decompressed is told", () => {
    const request = withHeaders({ "content-encoding": "gzip" });
    expect(faultOf(diagnosed({ ...request, rawBody: Buffer.from("{}") }))).toBe("body");
  });
});

describe("a wrong secret", () => {
  it("is what is left when nothing else explains the signature", () => {
    const diagnoses = diagnosed(arrived(), "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    expect(faultOf(diagnoses)).toBe("secret");
    expect(isAccepted(diagnoses)).toBe(false);
  });

  it.each([
    ["a line break", `${SECRET}\n`, "space or a line break around it"],
    ["spaces", `  ${SECRET} `, "space or a line break around it"],
    ["quotation marks", `"${SECRET}"`, "quotation marks"],
  ])("with %s around it is recognised", (_name, secret, words) => {
    const [own] = diagnosed(arrived(), secret);
    expect(own).toMatchObject({ scheme: "X-OpenClaw-Signature", fault: "secret" });
    expect(own?.message).toContain(words);
  });

  it.each(["whsk_AAAA", ""])("that is no key at all (%j) is told", (secret) => {
    expect(diagnosed(arrived(), secret)).toMatchObject([{ ok: false, fault: "secret" }]);
  });
});

describe("a wrong scheme", () => {
  const seconds = String(AT / 1000);
  const key = Buffer.from(SECRET.slice(6), "base64");
  const signed = `${seconds}.${EVENT.json}`;
  const own = (value: string): InboundRequest =>
    withHeaders({ "x-openclaw-signature": value, "webhook-signature": undefined });

  it.each([
    ["the decoded secret", `sha256=${hexMac(key, signed)}`, "base64-decoded"],
    [
      "the secret without its prefix",
      `sha256=${hexMac(SECRET.slice(6), signed)}`,
      "without whsec_",
    ],
    ["the body alone", `sha256=${hexMac(SECRET, EVENT.json)}`, '"{body}" was signed'],
    ["no prefix", hexMac(SECRET, signed), '"sha256=" is missing'],
    [
      "base64",
      `sha256=${createHmac("sha256", SECRET).update(signed).digest("base64")}`,
      "in base64",
    ],
    [
      "all of Standard Webhooks",
      createHmac("sha256", key).update(`${EVENT.id}.${signed}`).digest("base64"),
      '"{id}.{timestamp}.{body}" was signed',
    ],
  ])("with %s is recognised", (_name, signature, words) => {
    const [diagnosis] = diagnosed(own(signature));
    expect(diagnosis).toMatchObject({ ok: false, fault: "scheme" });
    expect(diagnosis?.message).toContain(words);
  });

  it("of Standard Webhooks with the secret as written is recognised", () => {
    const mac = createHmac("sha256", SECRET).update(`${EVENT.id}.${signed}`).digest("base64");
    const [, standard] = diagnosed(withHeaders({ "webhook-signature": `v1,${mac}` }));
    expect(standard).toMatchObject({ ok: false, fault: "scheme" });
    expect(standard?.message).toContain("the secret was used as written");
  });

  it("beside a changed body is told with it", () => {
    const request = own(`sha256=${hexMac(key, signed)}`);
    const [diagnosis] = diagnosed({ ...request, rawBody: Buffer.from(`${EVENT.json}\n`) });
    expect(diagnosis?.message).toContain("base64-decoded");
    expect(diagnosis?.message).toContain("line break at its end");
  });
});

describe.each(recordedRequests)("a request as $preset sends it ($name)", (one) => {
  const question = questionOf(one);

  it("is found right, and not right under another secret", () => {
    expect(diagnose(question)).toMatchObject([{ ok: true }]);
    const secret = one.secret.startsWith("wh") ? one.secret.replace(/.(?==*$)/, "x") : "wrong";
    expect(diagnose({ ...question, secret })).toMatchObject([{ ok: false }]);
  });
});

describe("a preset", () => {
  // They sign nothing but a time that is good for an hour.
  const others = recordedRequests.filter(({ preset }) => !["dingtalk", "gitee"].includes(preset));

  it.each(others.filter(({ timestamped }) => timestamped))(
    "that signs the time is found late after an hour ($preset, $name)",
    (one) => {
      expect(diagnose({ ...questionOf(one), now: one.at + 3_600_000 })).toMatchObject([
        { ok: false, fault: "clock" },
      ]);
    },
  );

  it.each(others.filter(({ signed }) => signed))(
    "that signs the body says so when it was changed ($preset, $name)",
    (one) => {
      const { request } = questionOf(one);
      const rawBody = Buffer.concat([request.rawBody, Buffer.from("\n")]);
      expect(diagnose({ ...questionOf(one), request: { ...request, rawBody } })).toMatchObject([
        { ok: false, fault: "body" },
      ]);
    },
  );

  it("that does not exist is said to be none", () => {
    const [diagnosis] = diagnose({
      request: arrived(),
      secret: SECRET,
      preset: "githbu",
      now: AT,
      toleranceMs: 300_000,
    });
    expect(diagnosis).toMatchObject({ ok: false, fault: "scheme" });
    expect(PRESETS.map(({ name }) => name)).not.toContain("githbu");
  });
});

describe("no diagnosis", () => {
  it("holds the secret, a signature or a body, whatever was given", () => {
    const text = fc.string({ unit: "binary", minLength: 12, maxLength: 60 });
    const header = fc.oneof(text, fc.constantFrom(...Object.values(arrived().headers)));
    fc.assert(
      fc.property(text, header, header, text, (secret, own, standard, body) => {
        const request = withHeaders({ "x-openclaw-signature": own, "webhook-signature": standard });
        const shown = diagnosed({ ...request, rawBody: Buffer.from(body) }, secret)
          .map((one) => (one.ok ? one.message : `${one.message}${one.advice}`))
          .join("");
        for (const hidden of [secret, own, standard, body]) {
          if (hidden.trim().length > 11) expect(shown.includes(hidden.trim())).toBe(false);
        }
        const right = arrived(SECRET);
        const expected = right.headers["x-openclaw-signature"]?.slice(7) ?? "";
        expect(shown.includes(expected)).toBe(false);
      }),
    );
  });
});

describe("a request in a text", () => {
  const read = (text: string): InboundRequest => {
    const reading = readRawRequest(Buffer.from(text), AT);
    if (!reading.ok) throw new Error(reading.problem);
    return reading.request;
  };

  it.each(["\r\n", "\n"])("is read with %j as its line break, the body to the last byte", (end) => {
    const lines = ["POST /hook?a=1 HTTP/1.1", "Host: myhook.test", "X-Two: a", "x-two:b", ""];
    const request = read(`\n${lines.join(end)}${end}{"a":\r\n1}\n`);
    expect(request).toMatchObject({ method: "POST", url: "/hook?a=1" });
    expect(request.headers).toEqual({ host: "myhook.test", "x-two": "a, b" });
    expect(Buffer.from(request.rawBody).toString()).toBe('{"a":\r\n1}\n');
  });

  it("is read without a request line, and without a body", () => {
    expect(read("webhook-id: evt_1\n\nbody").headers).toEqual({ "webhook-id": "evt_1" });
    expect(read("webhook-id: evt_1\n").rawBody).toHaveLength(0);
  });

  it("round-trips into a right signature", () => {
    const { headers, rawBody } = arrived();
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const request = read(
      `POST / HTTP/1.1\r\n${head.join("")}\r\n${Buffer.from(rawBody).toString()}`,
    );
    expect(isAccepted(diagnosed(request))).toBe(true);
  });

  it("is refused by the line that is no header, which is not repeated", () => {
    expect(readRawRequest(Buffer.from("a: b\n{secret}\n\nx"), AT)).toEqual({
      ok: false,
      problem: 'line 2 of the headers is not "name: value"',
    });
    expect(readRawRequest(Buffer.from(" \n"), AT)).toEqual({
      ok: false,
      problem: "there are no headers",
    });
  });
});

function questionOf(one: RecordedRequest): Question {
  return {
    request: requestOf(one),
    secret: one.secret,
    preset: one.preset,
    now: one.at,
    toleranceMs: 300_000,
    ...(one.authUrl !== undefined && { url: one.authUrl }),
  };
}

function reversed(json: string): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(json) as object).toReversed()),
  );
}
