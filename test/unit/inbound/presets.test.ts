import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { schemesOf } from "../../../src/inbound/proof/presets/preset.ts";
import { PRESETS, presetNamed } from "../../../src/inbound/proof/presets/presets.ts";
import { verify, type InboundRequest } from "../../../src/inbound/proof/verify.ts";
import { signMessage } from "../../../src/signature/sign.ts";
import {
  presetAuth,
  reasonOf,
  recorded,
  recordedRequests,
  requestOf,
  requestWith,
  type RecordedRequest,
} from "../../support/inbound-request.ts";

describe.each(recordedRequests)("a request as $preset sends it ($name)", (one) => {
  const request = requestOf(one);
  const auth = presetAuth(one);

  it("is accepted, with the sender's delivery id", () => {
    expect(verify(request, auth, one.at)).toEqual({
      ok: true,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      content: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      verified: true,
      signed: one.signed,
      ...one.expected,
    });
  });

  it("is refused under another secret, an expired one and an empty one", () => {
    const wrong = one.secret.startsWith("wh") ? one.secret.replace(/.(?==*$)/, "x") : "wrong";
    for (const secrets of [
      [{ value: wrong }],
      [{ value: one.secret, expiresAt: one.at }],
      [{ value: "" }],
      [],
    ]) {
      expect(verify(request, presetAuth(one, { secrets }), one.at).ok).toBe(false);
    }
  });

  it("is accepted while an old and a new secret are set", () => {
    const old = { value: one.secret, expiresAt: one.at + 1 };
    const other = { value: one.secret.startsWith("whsec_") ? "whsec_AAAA" : "another" };
    expect(verify(request, presetAuth(one, { secrets: [other, old] }), one.at).ok).toBe(true);
  });
});

/** The header that carries the proof; Microsoft Graph has none. */
function proofOf({ request }: RecordedRequest): string {
  const names = Object.keys(request.headers).filter((name) =>
    /(?:signature|signature-256|-v3|ed25519|hmac-sha256|authorization|-token|trello-webhook|verif-hash|-auth|-mac|^sign)$/.test(
      name,
    ),
  );
  const [name] = names;
  if (name === undefined || names.length > 1) throw new Error("not one header with a proof");
  return name;
}

describe("the header that carries the proof", () => {
  /** They show the secret in the body, or in the address. */
  const elsewhere = ["channeltalk", "docker-hub", "microsoft-graph"];
  const withProof = recordedRequests.filter(({ preset }) => !elsewhere.includes(preset));

  it.each(withProof)("must be there and hold something for $preset ($name)", (one) => {
    const { [proofOf(one)]: _, ...rest } = one.request.headers;
    for (const headers of [rest, { ...rest, [proofOf(one)]: "" }]) {
      const verdict = verify({ ...requestOf(one), headers }, presetAuth(one), one.at);
      expect(reasonOf(verdict)).toContain(`header "${proofOf(one)}" is `);
    }
  });

  it.each(withProof)("must not be sent twice for $preset ($name)", (one) => {
    const name = proofOf(one);
    const value = one.request.headers[name] ?? "";
    const headers = { ...one.request.headers, [name]: `${value}, ${value}` };
    const verdict = verify({ ...requestOf(one), headers }, presetAuth(one), one.at);
    // Its header is a list of signatures and nothing else: two lines of it are one longer list.
    expect(verdict.ok).toBe(["circleci", "pagerduty", "tosspayments"].includes(one.preset));
  });
});

describe("a signed request", () => {
  const timeAlone = ["dingtalk", "gitee"];
  it.each(recordedRequests.filter(({ signed, preset }) => signed && !timeAlone.includes(preset)))(
    "of $preset ($name) is refused when one byte of the body differs",
    (one) => {
      const { rawBody } = requestOf(one);
      for (const at of [0, rawBody.length >> 1, rawBody.length - 1]) {
        const changed = Uint8Array.from(rawBody);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const request = { ...requestOf(one), rawBody: changed };
        expect(verify(request, presetAuth(one), one.at).ok).toBe(false);
      }
    },
  );

  it.each(recordedRequests.filter(({ timestamped }) => timestamped))(
    "of $preset ($name) is refused outside of the tolerance, before and after",
    (one) => {
      const at = Math.trunc(one.at / 1000) * 1000;
      const verdictAt = (now: number) => verify(requestOf(one), presetAuth(one), now);
      expect(verdictAt(at + 300_000).ok).toBe(true);
      expect(verdictAt(at - 299_000).ok).toBe(true);
      expect(reasonOf(verdictAt(at + 302_000))).toContain("old");
      expect(reasonOf(verdictAt(at - 302_000))).toContain("in the future");
    },
  );
});

describe("a secret in the address", () => {
  it.each(["channeltalk", "docker-hub"])("of %s must be there, and be the route's", (preset) => {
    const auth = presetAuth({ preset, secret: "a secret" });
    const reasonAt = (url: string) => reasonOf(verify(requestWith({ url }), auth, 0));
    expect(verify(requestWith({ url: "/a?token=a%20secret" }), auth, 0).ok).toBe(true);
    expect(reasonAt("/a")).toBe('query parameter "token" is missing');
    expect(reasonAt("/a?token=")).toBe('query parameter "token" is wrong');
    expect(reasonAt("/a?token=wrong&token=a%20secret")).toBe('query parameter "token" is wrong');
  });
});

describe("Mailgun", () => {
  const schemes = schemesOf(presetNamed("mailgun") ?? { check: [] });
  const auth = presetAuth({ preset: "mailgun", secret: "key" });
  const event = (token: string) =>
    requestWith({
      headers: { "content-type": "application/json" },
      rawBody: Buffer.from(
        JSON.stringify({
          "event-data": { id: "e-1" },
          signature: { token, timestamp: "1700000000" },
        }),
      ),
    });

  it("names a delivery by its event, under its own key and under the main account's", () => {
    expect(schemes).toHaveLength(3);
    for (const scheme of schemes.slice(0, 2)) {
      const signer = { secrets: ["key"], now: 1_700_000_000_000, id: "x" };
      const made = signMessage(event("t-1"), scheme, signer);
      if (!made.ok) throw new Error(made.reason);
      expect(verify(made.value, auth, 1_700_000_000_000)).toMatchObject({
        ok: true,
        deliveryId: "e-1",
      });
    }
  });
});

describe("the table of presets", () => {
  it("names every preset once, with its vendor's page", () => {
    const names = PRESETS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { docs, name } of PRESETS) {
      expect(URL.canParse(docs)).toBe(true);
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    }
    expect(presetNamed("nobody")).toBeUndefined();
  });

  // Those that name a library stand against it in `test/oracles`.
  it.each(PRESETS.filter(({ oracle }) => !oracle.includes("@")))(
    "has a recorded request of $name behind what it claims",
    (preset) => {
      const own = recordedRequests.filter((one) => one.preset === preset.name);
      expect(own.length).toBeGreaterThan(0);
      // A vendor may publish one beside others.
      expect(own.map(({ oracle }) => oracle)).toContain(preset.oracle);
      const isPublished = own.some(({ oracle }) => oracle === "published vector");
      expect(isPublished).toBe(preset.oracle === "published vector");
    },
  );

  it("asks for the address where it is signed", () => {
    const signing = recordedRequests.filter(({ authUrl }) => authUrl !== undefined);
    const names = new Set(signing.map(({ preset }) => preset));
    const asking = PRESETS.filter(({ needsUrl }) => needsUrl).map(({ name }) => name);
    expect([...names].sort()).toEqual(asking);
  });

  it("has nothing from outside behind fifteen presets at most", () => {
    expect(PRESETS.filter(({ oracle }) => oracle === "own vector").length).toBeLessThanOrEqual(15);
  });

  it.each(PRESETS.filter(({ needsUrl }) => needsUrl))(
    "says what to set when $name has no address",
    ({ name }) => {
      const one = recordedRequests.find(({ preset }) => preset === name);
      if (one === undefined) throw new Error("not recorded");
      const auth = presetAuth({ preset: name, secret: one.secret });
      expect(reasonOf(verify(requestOf(one), auth, one.at))).toContain("auth.url");
    },
  );

  it("refuses a preset that does not exist", () => {
    const auth = presetAuth({ preset: "nobody", secret: "s" });
    expect(reasonOf(verify(requestWith({}), auth, 0))).toBe('there is no preset "nobody"');
  });
});

describe("Standard Webhooks", () => {
  it("accepts what the published library signs", () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const body = '{"text":"¡hola!"}';
    const signature = new Webhook(secret).sign("msg_1", new Date(1_700_000_000_000), body);
    const request = requestWith({
      headers: {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": `v1a,AAAA v1,AAAA ${signature}`,
      },
      rawBody: Buffer.from(body),
    });
    const auth = presetAuth({ preset: "standard-webhooks", secret });
    expect(verify(request, auth, 1_700_000_000_000).ok).toBe(true);
  });

  it("takes a shared and a public key side by side", () => {
    const shared = recorded("standard-webhooks", "symmetric");
    const publicKey = recorded("standard-webhooks", "asymmetric");
    const secrets = [{ value: shared.secret }, { value: publicKey.secret }];
    for (const one of [shared, publicKey]) {
      expect(verify(requestOf(one), presetAuth(one, { secrets }), one.at).ok).toBe(true);
    }
  });
});

describe("GitLab", () => {
  it("never takes a signing token as a plain one", () => {
    const { secret } = recorded("gitlab", "signing");
    const request = requestWith({ headers: { "x-gitlab-token": secret } });
    expect(verify(request, presetAuth({ preset: "gitlab", secret }), 0).ok).toBe(false);
  });

  it("takes either while a hook moves to the signing token", () => {
    const [signing, token] = [recorded("gitlab", "signing"), recorded("gitlab", "token")];
    const secrets = [{ value: signing.secret }, { value: token.secret }];
    for (const one of [signing, token]) {
      expect(verify(requestOf(one), presetAuth(one, { secrets }), one.at).ok).toBe(true);
    }
  });
});

describe("Twilio", () => {
  const form = recorded("twilio", "form");
  const json = recorded("twilio", "json");
  const verdict = (changes: Partial<InboundRequest>, one = form) =>
    verify({ ...requestOf(one), ...changes }, presetAuth(one), one.at);

  it("takes the form's fields in any order", () => {
    const fields = form.request.body.split("&").toReversed().join("&");
    expect(verdict({ rawBody: Buffer.from(fields) }).ok).toBe(true);
  });

  it("refuses a body that neither the fields nor a hash cover", () => {
    const headers = { ...form.request.headers, "content-type": "application/json" };
    expect(reasonOf(verdict({ headers, rawBody: Buffer.from("{}") }))).toContain("bodySHA256");
  });

  it("refuses another query than the one that was signed", () => {
    expect(verdict({ url: `${json.request.url}0` }, json).ok).toBe(false);
    expect(verdict({ url: `${form.request.url}&x=1` }).ok).toBe(false);
  });
});

describe("callers whose token does not cover the body", () => {
  it("X is refused a body that its open handshake would sign for anybody", () => {
    const one = recorded("x", "event");
    const request = { ...requestOf(one), rawBody: Buffer.from("123") };
    expect(reasonOf(verify(request, presetAuth(one), one.at))).toBe("the body is no JSON object");
  });

  it("Microsoft Graph is refused when one notification of a batch is not ours", () => {
    const one = recorded("microsoft-graph", "change");
    for (const body of [
      '{"value":[{"clientState":"graph-state"},{"clientState":"other"}]}',
      '{"value":[{"clientState":"graph-state"},null]}',
      '{"value":[]}',
      "null",
      "{",
    ]) {
      const request = { ...requestOf(one), rawBody: Buffer.from(body) };
      expect(verify(request, presetAuth(one), one.at).ok).toBe(false);
    }
  });

  it("monday.com is refused an expired token, one without expiry, and one without HS256", () => {
    const one = recorded("monday", "event");
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const verdict = (authorization: string, now = one.at) =>
      verify({ ...requestOf(one), headers: { authorization } }, presetAuth(one), now);
    const token = one.request.headers["authorization"] ?? "";
    expect(reasonOf(verdict(token, one.at + 601_000))).toContain("expired");
    expect(reasonOf(verdict(`${part({ alg: "none" })}.${part({ exp: 2e9 })}.AA`))).toContain(
      "HS256",
    );
    expect(reasonOf(verdict(token.replace(/.$/, "_")))).toContain("does not match");
  });
});
