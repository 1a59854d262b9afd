import { createHmac, createPrivateKey, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RouteAuth } from "../../../src/config/route/route-settings.ts";
import { handshake } from "../../../src/inbound/proof/handshake.ts";
import type { InboundRequest } from "../../../src/inbound/proof/verify.ts";
import {
  presetAuth,
  recorded,
  recordedRequests,
  requestOf,
  requestWith,
} from "../../support/inbound-request.ts";

const at = 1_700_000_000_000;
const seconds = "1700000000";
const nosniff = { "X-Content-Type-Options": "nosniff" };

function ask(
  preset: string,
  changes: Partial<InboundRequest>,
  auth: Partial<Extract<RouteAuth, { kind: "preset" }>> = {},
) {
  return handshake(requestWith(changes), presetAuth({ preset, secret: "secret" }, auth), at);
}

function text(body: string) {
  const headers = { "Content-Type": "text/plain; charset=utf-8", ...nosniff };
  return { status: 200, headers, body };
}

function json(body: string) {
  return { status: 200, headers: { "Content-Type": "application/json", ...nosniff }, body };
}

const hex = (content: string, secret = "secret") =>
  createHmac("sha256", secret).update(content).digest("hex");

const slackForm = (preset: string, names: [string, string], body: string, secret?: string) => ({
  url: `/webhooks/inbound/${preset}`,
  headers: {
    [names[0]]: seconds,
    [names[1]]: `v0=${hex(`v0:${seconds}:${body}`, secret)}`,
  },
  rawBody: Buffer.from(body),
});
const slack = (body: string) =>
  slackForm("slack", ["x-slack-request-timestamp", "x-slack-signature"], body);
const zoom = (body: string, secret?: string) =>
  slackForm("zoom", ["x-zm-request-timestamp", "x-zm-signature"], body, secret);

describe("Slack", () => {
  const body = '{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV"}';

  it("gets its challenge back as text", () => {
    expect(ask("slack", slack(body))).toEqual(text("3eZbrw1aBm2rZgRNFdxV"));
  });

  it("gets nothing without a right signature, nor for an event", () => {
    expect(ask("slack", { rawBody: Buffer.from(body) })).toBeUndefined();
    expect(ask("slack", slack(body), { secrets: [{ value: "other" }] })).toBeUndefined();
    expect(ask("slack", slack('{"type":"event_callback"}'))).toBeUndefined();
  });

  it("gets no challenge back that is longer than one, or no text", () => {
    for (const challenge of ["x".repeat(1025), "", 1, null, { a: 1 }]) {
      const long = JSON.stringify({ type: "url_verification", challenge });
      expect(ask("slack", slack(long))).toBeUndefined();
    }
  });
});

describe("Meta", () => {
  const url = "/in/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=word";
  const get = { method: "GET", url };

  it("gets its challenge for the configured word", () => {
    expect(ask("meta", get, { verifyToken: "word" })).toEqual(text("1158201444"));
  });

  it("gets 403 for another word, or where none is configured", () => {
    for (const verifyToken of ["words", "wor", ""]) {
      expect(ask("meta", get, { verifyToken })).toMatchObject({ status: 403, body: "" });
    }
    expect(ask("meta", get)).toMatchObject({ status: 403 });
    const noWord = { method: "GET", url: "/in?hub.mode=subscribe&hub.challenge=1" };
    expect(ask("meta", noWord, { verifyToken: "" })).toMatchObject({ status: 403 });
  });

  it("gets nothing for a POST", () => {
    expect(ask("meta", { ...get, method: "POST" }, { verifyToken: "word" })).toBeUndefined();
  });
});

describe("senders whose text comes back unsigned", () => {
  it.each([
    ["dropbox", { method: "GET", url: "/in?challenge=abc%20%3Cb%3E" }],
    ["microsoft-graph", { method: "POST", url: "/in?validationToken=abc%20%3Cb%3E" }],
  ])("%s gets it decoded, as text that no browser runs", (preset, request) => {
    expect(ask(preset, request)).toEqual(text("abc <b>"));
  });

  it("Okta and monday.com get it in JSON", () => {
    const headers = { "x-okta-verification-challenge": "abc" };
    expect(ask("okta", { method: "GET", headers })).toEqual(json('{"verification":"abc"}'));
    const rawBody = Buffer.from('{"challenge":"abc"}');
    expect(ask("monday", { rawBody })).toEqual(json('{"challenge":"abc"}'));
    const event = Buffer.from('{"challenge":"abc","event":{}}');
    expect(ask("monday", { rawBody: event })).toBeUndefined();
  });

  it("is capped at 1 kB", () => {
    const url = (length: number) => `/in?challenge=${"é".repeat(length)}`;
    expect(ask("dropbox", { method: "GET", url: url(512) })?.status).toBe(200);
    expect(ask("dropbox", { method: "GET", url: url(513) })).toBeUndefined();
  });
});

describe("Zoom", () => {
  const body =
    '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}';

  it("gets its token signed with the secret that it signed with", () => {
    const secrets = [{ value: "new" }, { value: "zoomsecret" }];
    expect(ask("zoom", zoom(body, "zoomsecret"), { secrets })).toEqual(
      json(
        '{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"83b2a60d4bbe49dc93763ed9e727a9a7690cbe4c1f8bb0adc0ffccd09ecb1384"}',
      ),
    );
  });

  it("gets nothing signed without a signature of its own", () => {
    expect(ask("zoom", { rawBody: Buffer.from(body) })).toBeUndefined();
  });

  it("gets no string signed that could be a delivery's", () => {
    const plainToken = `v0:${seconds}:{}`;
    const forged = JSON.stringify({ event: "endpoint.url_validation", payload: { plainToken } });
    expect(ask("zoom", zoom(forged))).toBeUndefined();
  });
});

describe("X", () => {
  const get = (token: string) => ({ method: "GET", url: `/in?crc_token=${token}` });

  it("gets its token signed", () => {
    const secrets = [{ value: "consumersecret" }];
    expect(ask("x", get("crc"), { secrets })).toEqual(
      json('{"response_token":"sha256=O1svPIf+jhSOdzLdO+Ob9lZ//TayzfozCzzm3kHR3LY="}'),
    );
  });

  it("gets nothing signed that could be a body", () => {
    expect(ask("x", get(encodeURIComponent('{"for_user_id":"1"}')))).toBeUndefined();
    expect(ask("x", get("x".repeat(257)))).toBeUndefined();
    expect(ask("x", get("crc"), { secrets: [{ value: "s", expiresAt: at }] })).toBeUndefined();
  });
});

describe("Discord", () => {
  const seed = Buffer.from(
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "hex",
  );
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const one = recorded("discord", "ping");
  const answer = (body: string) => {
    const signature = sign(null, Buffer.from(seconds + body), key).toString("hex");
    const headers = { "x-signature-ed25519": signature, "x-signature-timestamp": seconds };
    return ask(
      "discord",
      { headers, rawBody: Buffer.from(body) },
      { secrets: [{ value: one.secret }] },
    );
  };

  it("gets its PING answered, of interactions and of webhook events", () => {
    expect(handshake(requestOf(one), presetAuth(one), at)).toEqual(json('{"type":1}'));
    // "You must provide a valid Content-Type when responding to PINGs", although nothing is in it.
    expect(answer('{"type":0}')).toEqual({
      status: 204,
      headers: { "Content-Type": "application/json", ...nosniff },
      body: "",
    });
  });

  it("gets no PING answer for an event, nor for a PING with a wrong signature", () => {
    expect(answer('{"type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}')).toBeUndefined();
    expect(answer('{"type":2}')).toBeUndefined();
    const forged = { ...requestOf(one), rawBody: Buffer.from('{"type":1 }') };
    expect(handshake(forged, presetAuth(one), at)).toBeUndefined();
  });
});

describe("Twitch", () => {
  const body = '{"challenge":"pogchamp-kappa","subscription":{}}';
  const asked = (signature: string) => ({
    headers: {
      "twitch-eventsub-message-id": "1",
      "twitch-eventsub-message-timestamp": "2023-11-14T22:13:20Z",
      "twitch-eventsub-message-type": "webhook_callback_verification",
      "twitch-eventsub-message-signature": `sha256=${signature}`,
    },
    rawBody: Buffer.from(body),
  });

  it("gets its signed challenge back, and no other", () => {
    const right = hex(`12023-11-14T22:13:20Z${body}`);
    expect(ask("twitch", asked(right))).toEqual(text("pogchamp-kappa"));
    expect(ask("twitch", asked(hex("other")))).toBeUndefined();
  });
});

describe("Event Grid, CloudEvents and Trello", () => {
  it("Event Grid gets its validation code", () => {
    const body = '[{"id":"1","data":{"validationCode":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}}]';
    const headers = { "aeg-event-type": "SubscriptionValidation" };
    expect(ask("event-grid", { headers, rawBody: Buffer.from(body) })).toEqual(
      json('{"validationResponse":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}'),
    );
    for (const other of ["[]", "[null]", "[{}]", '[{"data":null}]', "{}", "x"]) {
      expect(ask("event-grid", { headers, rawBody: Buffer.from(other) })).toBeUndefined();
    }
  });

  it("CloudEvents senders get leave for their origin", () => {
    const headers = {
      "webhook-request-origin": "events.example.com",
      "webhook-request-rate": "120",
    };
    expect(ask("cloudevents", { method: "OPTIONS", headers })).toEqual({
      status: 200,
      headers: {
        Allow: "POST, OPTIONS",
        "WebHook-Allowed-Origin": "events.example.com",
        "WebHook-Allowed-Rate": "*",
        ...nosniff,
      },
      body: "",
    });
    const split = { "webhook-request-origin": "a\r\nSet-Cookie: b" };
    expect(ask("cloudevents", { method: "OPTIONS", headers: split })).toBeUndefined();
  });

  it("Trello gets 200 for its HEAD", () => {
    expect(ask("trello", { method: "HEAD" })).toEqual({ status: 200, headers: nosniff, body: "" });
    expect(ask("trello", { method: "POST" })).toBeUndefined();
  });
});

describe("HCP Terraform", () => {
  const verification = '{"payload_version":1,"notifications":[{"trigger":"verification"}]}';
  const terraform = (body: string, secret = "secret") =>
    ask("terraform", {
      headers: {
        "x-tfe-notification-signature": createHmac("sha512", secret).update(body).digest("hex"),
      },
      rawBody: Buffer.from(body),
    });

  it("gets 200 for its verification, which starts nothing", () => {
    expect(terraform(verification)).toMatchObject({ status: 200 });
  });

  it("gets nothing for a verification that it did not sign, nor for what has happened", () => {
    expect(terraform(verification, "another")).toBeUndefined();
    expect(terraform(verification.replace("verification", "run:errored"))).toBeUndefined();
  });
});

describe("a request that is no handshake of its route's preset", () => {
  const every = { method: "GET", url: "/in?challenge=a&crc_token=a&validationToken=a" };

  it("is not answered for a preset without one, or for another kind of auth", () => {
    expect(ask("github", every)).toBeUndefined();
    expect(ask("slack", every)).toBeUndefined();
    expect(ask("nobody", every)).toBeUndefined();
    expect(handshake(requestWith(every), { kind: "none" }, at)).toBeUndefined();
  });

  it.each(recordedRequests.filter(({ name }) => name !== "ping"))(
    "is not answered for a delivery of $preset ($name)",
    (one) => {
      expect(handshake(requestOf(one), presetAuth(one), one.at)).toBeUndefined();
    },
  );
});
