import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../src/config/settings.ts";
import { prepareEndpoint } from "../../../src/outbound/prepare.ts";
import { attemptHeaders, type AttemptToSign } from "../../../src/outbound/sign.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

interface Vector {
  source: string;
  secret: string;
  publicKey?: string;
  id: string;
  timestamp: number;
  body: string;
  signature: string;
}
const vectors = JSON.parse(
  readFileSync(
    new URL("../../../fixtures/vectors/standard-webhooks.json", import.meta.url),
    "utf8",
  ),
) as Vector[];

const tutorialSecret = "whsec_xxxxxxxxxxxxxxxx";
const nowSeconds = Math.floor(Date.now() / 1000);
const event = eventWith({ text: "héllo 🚨" }, { id: "evt_0199", type: "message.sent" });

function headersFor(
  endpoint: Partial<Endpoint>,
  changes: Partial<AttemptToSign> = {},
): Record<string, string> {
  return attemptHeaders({
    endpoint: endpointWith(endpoint),
    event,
    deliveryId: "dlv_1",
    attempt: 1,
    atSeconds: nowSeconds,
    body: event.json,
    userAgent: "openclaw-event-webhooks/0.1.0",
    ...changes,
  });
}

const secrets = (...values: string[]): Pick<Endpoint, "secrets"> => ({
  secrets: values.map((value) => ({ value })),
});

// The verifier that the tutorial publishes, line for line what its readers run.
function tutorialVerify(rawBody: string, headers: IncomingHttpHeaders, secret: string): boolean {
  const signature = headers["x-openclaw-signature"];
  const timestamp = headers["x-openclaw-timestamp"];
  const expected =
    "sha256=" +
    createHmac("sha256", secret)
      .update(`${String(timestamp)}.${rawBody}`)
      .digest("hex");
  const given = Buffer.from(String(signature));
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}

describe("published vectors", () => {
  it.each(vectors)("$source", ({ secret, id, timestamp, body, signature }) => {
    const headers = headersFor(secrets(secret), {
      event: { ...event, id },
      atSeconds: timestamp,
      body,
    });
    expect(headers["webhook-signature"]).toBe(signature);
    expect(headers["webhook-id"]).toBe(id);
    expect(headers["webhook-timestamp"]).toBe(String(timestamp));
  });
});

describe("a receiver", () => {
  it("verifies a real request with the tutorial's code and with the published library", async () => {
    const requests: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        requests.push({ headers: request.headers, body: Buffer.concat(chunks) });
        response.end();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const headers = headersFor(secrets(tutorialSecret));
      await (await fetch(url, { method: "POST", headers, body: event.json })).text();
    } finally {
      server.close();
    }
    const [received] = requests;
    if (!received) throw new Error("nothing arrived");
    const raw = received.body.toString("utf8");
    expect(tutorialVerify(raw, received.headers, tutorialSecret)).toBe(true);
    expect(tutorialVerify(`${raw} `, received.headers, tutorialSecret)).toBe(false);
    const webhook = new Webhook(tutorialSecret);
    const flat = received.headers as Record<string, string>;
    expect(webhook.verify(raw, flat)).toEqual(JSON.parse(event.json));
    expect(received.headers["content-type"]).toBe("application/json");
    expect(received.headers["user-agent"]).toBe("openclaw-event-webhooks/0.1.0");
  });

  it("verifies an ed25519 signature with the public key alone", () => {
    const vector = vectors.find(({ publicKey }) => publicKey);
    const headers = headersFor(secrets(vector?.secret ?? ""));
    const raw = Buffer.from((vector?.publicKey ?? "").slice("whpk_".length), "base64");
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
    const key = createPublicKey({ key: spki, format: "der", type: "spki" });
    const signature = (headers["webhook-signature"] ?? "").replace("v1a,", "");
    const content = `${event.id}.${nowSeconds}.${event.json}`;
    expect(verify(null, Buffer.from(content), key, Buffer.from(signature, "base64"))).toBe(true);
    expect(verify(null, Buffer.from(`${content} `), key, Buffer.from(signature, "base64"))).toBe(
      false,
    );
    expect(headers).not.toHaveProperty("X-OpenClaw-Signature");
  });
});

describe("what is signed", () => {
  it("is the same for bytes as for their text", () => {
    const pair = secrets(tutorialSecret, vectors[2]?.secret ?? "");
    expect(headersFor(pair, { body: Buffer.from(event.json) })).toEqual(headersFor(pair));
  });

  it("carries both timestamps of the same second, the event, the delivery and the attempt", () => {
    expect(headersFor(secrets("s"), { atSeconds: 1_700_000_000, attempt: 3 })).toMatchObject({
      "X-OpenClaw-Timestamp": "1700000000",
      "webhook-timestamp": "1700000000",
      "X-OpenClaw-Event": "message.sent",
      "X-OpenClaw-Delivery": "dlv_1",
      "X-OpenClaw-Attempt": "3",
      "webhook-id": "evt_0199",
    });
  });

  it("changes with every attempt's second but not with its number", () => {
    const at = (changes: Partial<AttemptToSign>): unknown =>
      headersFor(secrets(tutorialSecret), changes)["X-OpenClaw-Signature"];
    expect(at({ attempt: 2 })).toBe(at({ attempt: 1 }));
    expect(at({ atSeconds: nowSeconds + 1 })).not.toBe(at({}));
  });
});

describe("rotation", () => {
  const newer = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  const older = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;

  it("lets a receiver verify with either secret, newest first", () => {
    const headers = headersFor(secrets(newer, older));
    for (const secret of [newer, older]) {
      expect(() => new Webhook(secret).verify(event.json, headers)).not.toThrow();
    }
    const hex = [newer, older].map((secret) =>
      createHmac("sha256", secret).update(`${nowSeconds}.${event.json}`).digest("hex"),
    );
    expect(headers["X-OpenClaw-Signature"]).toBe(`sha256=${hex[0]},sha256=${hex[1]}`);
  });

  it("signs until a secret expires, and not in that second", () => {
    const endpoint = {
      secrets: [{ value: newer }, { value: older, expiresAt: nowSeconds * 1000 }],
    };
    expect(headersFor(endpoint)["webhook-signature"]?.split(" ")).toHaveLength(1);
    expect(
      headersFor(endpoint, { atSeconds: nowSeconds - 1 })["webhook-signature"]?.split(" "),
    ).toHaveLength(2);
  });

  it("moves from a shared secret to a key pair", () => {
    const headers = headersFor(secrets(vectors[2]?.secret ?? "", older));
    expect(headers["webhook-signature"]).toMatch(/^v1a,\S+ v1,\S+$/);
    expect(headers["X-OpenClaw-Signature"]).toMatch(/^sha256=[0-9a-f]{64}$/);
  });
});

describe("secrets", () => {
  it.each([
    "plain text",
    "whsec_",
    "whsec_not base64!",
    "whsec_AAAAA",
    "whsec_AAA=A",
    "whsec_AA=",
    "WHSEC_AAAA",
  ])("%s signs the X-OpenClaw header only", (secret) => {
    const headers = headersFor(secrets(secret));
    expect(headers).not.toHaveProperty("webhook-signature");
    expect(headers["X-OpenClaw-Signature"]).toMatch(/^sha256=/);
  });

  it.each(["whsec_AAAA", "whsec_AAA", "whsec_AAA=", "whsec_AA==", "whsec_AA", tutorialSecret])(
    "%s signs both",
    (secret) => {
      expect(headersFor(secrets(secret))["webhook-signature"]).toMatch(/^v1,/);
    },
  );

  it("signs with a bare ed25519 seed as with seed and public key", () => {
    const [, , vector] = vectors;
    const seed = Buffer.from((vector?.secret ?? "").slice(5), "base64").subarray(0, 32);
    const bare = headersFor(secrets(`whsk_${seed.toString("base64")}`));
    expect(bare["webhook-signature"]).toBe(
      headersFor(secrets(vector?.secret ?? ""))["webhook-signature"],
    );
  });

  it("sends ids but no signature without a secret", () => {
    const headers = headersFor({
      headers: { "webhook-signature": "v1,x", "X-OPENCLAW-SIGNATURE": "x" },
    });
    expect(Object.keys(headers).filter((name) => /signature/i.test(name))).toEqual([]);
    expect(headers).toMatchObject({
      "webhook-id": "evt_0199",
      "webhook-timestamp": String(nowSeconds),
    });
  });

  it.each(["whsk_", "whsk_AAAA", "whsk_not base64", ""])(
    "holds an endpoint whose secret is %j",
    (value) => {
      const result = prepareEndpoint(endpointWith(secrets("fine", value)));
      expect(result).toEqual({ ok: false, problems: [expect.stringMatching(/^secret\[1\]: /)] });
      if (!result.ok && value.length > 5) expect(result.problems[0]).not.toContain(value);
    },
  );
});

describe("headers of the endpoint", () => {
  it("are sent beside ours, which win whatever their case", () => {
    const headers = headersFor({
      headers: {
        "X-API-Key": "k",
        "content-TYPE": "text/plain",
        "Webhook-Id": "forged",
        "x-openclaw-event": "x",
      },
    });
    expect(headers).toMatchObject({ "X-API-Key": "k", "Content-Type": "application/json" });
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(Object.values(headers)).not.toContain("forged");
  });

  it("may name the sender", () => {
    const headers = headersFor({ headers: { "user-agent": "mine/1" } });
    expect(headers).toMatchObject({ "user-agent": "mine/1" });
    expect(headers).not.toHaveProperty("User-Agent");
  });

  it("give way to the trace of the run, where there is one", () => {
    const endpoint = { headers: { Traceparent: "theirs" } };
    const traced = {
      ...event,
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };
    expect(headersFor(endpoint)).toMatchObject({ Traceparent: "theirs" });
    const headers = headersFor(endpoint, { event: traced });
    expect(headers).toMatchObject({ traceparent: traced.traceparent });
    expect(headers).not.toHaveProperty("Traceparent");
  });
});
