import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../../src/config/resolve.ts";
import type { Endpoint } from "../../../src/config/settings.ts";
import { resolveContext } from "../../../src/inspection/surroundings.ts";

const KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

function read(endpoint: object): { endpoint: Endpoint; problems: string[] } {
  const raw = {
    endpoints: [{ name: "one", url: "https://hooks.acme-receiver.io/a", ...endpoint }],
  };
  const resolution = resolveSettings(raw, resolveContext({ now: 0, ownHosts: [], agentIds: [] }));
  if (!resolution.ok) throw new Error("not read");
  const { endpoints, problems } = resolution.settings;
  const texts = problems.map(({ path, message }) => `${path}: ${message}`);
  return { endpoint: endpoints[0] as Endpoint, problems: texts };
}

describe("an endpoint without a `url`", () => {
  const without = (settings: object) => read({ url: undefined, name: undefined, ...settings });

  it.each([
    ["line", { to: "U1", token: "t" }, "https://api.line.me/v2/bot/message/push"],
    ["pagerduty", { token: "t" }, "https://events.pagerduty.com/v2/enqueue"],
    ["pushover", { token: "t", user: "u" }, "https://api.pushover.net/1/messages.json"],
    ["opsgenie", { token: "t" }, "https://api.opsgenie.com/v2/alerts"],
    [
      "kakaowork",
      { token: "t", conversationId: "1" },
      "https://api.kakaowork.com/v1/messages.send",
    ],
    ["new-relic", { token: "t" }, "https://log-api.newrelic.com/log/v1"],
    ["ntfy", { topic: "t" }, "https://ntfy.sh"],
  ])("goes to the one address of %s, and is named by it", (format, options, url) => {
    const events = format === "pagerduty" || format === "opsgenie" ? ["error.occurred"] : ["*"];
    const { endpoint, problems } = without({ format, options, events });
    expect(problems).toEqual([]);
    expect([endpoint.url, endpoint.name]).toEqual([url, new URL(url).hostname]);
  });

  it("goes where it says all the same", () => {
    const url = "https://api.eu.opsgenie.com/v2/alerts";
    const options = { token: "t" };
    const { endpoint } = read({ url, format: "opsgenie", options, events: ["error.occurred"] });
    expect(endpoint.url).toBe(url);
  });

  it("is held where its receivers have an address each", () => {
    expect(without({ format: "slack" }).problems[0]).toBe('endpoints[0]: "url" is missing');
  });
});

describe("`signature` of an endpoint", () => {
  it("is a known sender's name, signed with the endpoint's secret", () => {
    const { endpoint, problems } = read({ secret: "s-1", signature: "github" });
    expect(problems).toEqual([]);
    expect(endpoint.signature).toEqual({
      title: "github",
      secrets: [{ value: "s-1" }],
      schemes: [
        {
          algorithm: "sha256",
          from: { header: "x-hub-signature-256" },
          extract: { kind: "whole", prefix: "sha256=" },
          encoding: "hex",
          signed: "{body}",
          id: { header: "x-github-delivery" },
          key: { encoding: "utf8" },
        },
      ],
    });
  });

  it("has a secret and an address of its own", () => {
    const signature = { preset: "stripe", secret: "s-2", url: "https://in.acme-receiver.io/a" };
    const { endpoint, problems } = read({ secret: "s-1", signature });
    expect(problems).toEqual([]);
    expect(endpoint.signature).toMatchObject({
      secrets: [{ value: "s-2" }],
      url: "https://in.acme-receiver.io/a",
    });
  });

  it("is the same data as an `auth` of a route", () => {
    const signature = { type: "hmac", header: "X-Sign", prefix: "v1=", secret: "s-2" };
    const { endpoint, problems } = read({ signature });
    expect(problems).toEqual([]);
    expect(endpoint.signature?.title).toBe('header "x-sign"');
  });

  it.each([
    [
      { signature: 7 },
      'signature: expected the name of a sender, or an object with "preset" or "header"',
    ],
    [
      { secret: "s", signature: "gihub" },
      'signature: unknown sender "gihub", did you mean "github"?',
    ],
    [
      { secret: "s", signature: { preset: "stirpe" } },
      'signature.preset: unknown sender "stirpe", did you mean "stripe"?',
    ],
    [
      { secret: "s", signature: "telegram" },
      'signature: "telegram" is proved by a token or in a way of its own, by which nothing is signed here; send a token with "headers" or "auth"',
    ],
    [{ signature: "github" }, 'signature: "secret" is missing, here or at the endpoint: any text'],
    [
      { secret: "not base64!", signature: "svix" },
      'signature: the endpoint\'s secret is no key of it: give it a "secret" of its own, base64, with or without v1,whsec_ or whsec_ in front, or an ed25519 private key in base64 behind whsk_',
    ],
    [
      { signature: { preset: "standard-webhooks", secret: [{ value: KEY }, { value: "-" }] } },
      "signature.secret: is no key of this signature (the 2. of the list); expected base64, with or without v1,whsec_ or whsec_ in front, or an ed25519 private key in base64 behind whsk_",
    ],
    [
      { signature: { header: "X-Sign", algorithm: "ed25519", secret: "whatever" } },
      "signature.secret: is no key of this signature; expected an ed25519 private key in PEM, a JWK or base64",
    ],
    [
      { signature: { header: "X-OpenClaw-Signature", secret: "s" } },
      'signature: header "x-openclaw-signature" is set by every delivery itself and cannot be configured',
    ],
    [
      { signature: { header: "X-Sign", timestamp: "Content-Type", secret: "s" } },
      'signature: header "content-type" is set by every delivery itself and cannot be configured',
    ],
    [
      { signature: { header: "X-Sign", secret: "s" }, headers: { "x-SIGN": "1" } },
      "signature: writes the header x-SIGN, as headers.x-SIGN does; keep one",
    ],
    [
      { signature: { header: "Authorization", secret: "s" }, auth: { type: "bearer", token: "t" } },
      'signature: writes the header Authorization, as "auth" does; keep one',
    ],
    [
      { signature: { header: "X-Sign", signed: "{nothing}", secret: "s" } },
      'signature.signed: unknown part "{nothing}"',
    ],
    [
      { signature: { header: "X-Sign", query: "sign", secret: "s" } },
      'signature: expected one of "header", "query", "body", found "header" and "query"',
    ],
    [
      { signature: { preset: "github", secret: "s", toleranceMs: 5 } },
      'signature: unknown key "toleranceMs"',
    ],
    [
      { signature: { preset: "github", secret: "s", url: "nowhere" } },
      "signature.url: is not a URL; expected http:// or https:// and a host",
    ],
    [
      { signature: { preset: "github", secret: { source: "env", provider: "default", id: "X" } } },
      /^signature\.secret: the environment variable X is not set/,
    ],
  ])("says what is wrong with %j", (settings, expected) => {
    const { endpoint, problems } = read(settings);
    const [first = ""] = problems.map((text) => text.replace("endpoints[0].", ""));
    if (typeof expected === "string") expect(first.slice(0, expected.length)).toBe(expected);
    else expect(first).toMatch(expected);
    expect(endpoint.held).toBeDefined();
  });
});
