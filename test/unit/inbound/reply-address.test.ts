import { RouteBases, Routes } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import { replyAddressOf } from "../../../src/inbound/answer/reply-address.ts";
import { maskRequest } from "../../../src/inbound/secret/mask-request.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { routeWith } from "../../support/routes.ts";

function routeOf(preset: string, changes: Partial<Route> = {}): Route {
  const secrets = [{ value: "s" }];
  return routeWith({
    name: "ask",
    auth: { kind: "preset", preset, secrets, toleranceMs: 300_000 },
    ...changes,
  });
}

const json = (value: unknown): ReturnType<typeof requestWith> =>
  requestWith({
    method: "POST",
    headers: { "content-type": "application/json" },
    rawBody: Buffer.from(JSON.stringify(value)),
  });
const form = (fields: Record<string, string>): ReturnType<typeof requestWith> =>
  requestWith({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    rawBody: Buffer.from(new URLSearchParams(fields).toString()),
  });

// https://docs.slack.dev/interactivity/implementing-slash-commands
const slackUrl = "https://hooks.slack.com/commands/T0001/1234/abcDEF";
const token = "aW50ZXJhY3Rpb24tdG9rZW4.x_y-z";

describe("the address that a request brings", () => {
  it("is of a command, of an interaction and of a form within a form its response_url", () => {
    const expected = { endpoint: "reply:ask", address: slackUrl };
    const route = routeOf("slack");
    expect(replyAddressOf(form({ command: "/ask", response_url: slackUrl }), route)).toEqual(
      expected,
    );
    const payload = JSON.stringify({ type: "block_actions", response_url: slackUrl });
    expect(replyAddressOf(form({ payload }), route)).toEqual(expected);
    expect(replyAddressOf(json({ response_url: slackUrl }), route)).toEqual(expected);
    expect(replyAddressOf(json({ type: "event_callback" }), route)).toBeUndefined();
  });

  it.each([
    "http://hooks.slack.com/commands/1",
    "https://hooks.slack.com:8443/commands/1",
    "https://hooks.slack.com.example.com/1",
    "https://u:p@hooks.slack.com/1",
    "https://hooks.slack.com@169.254.169.254/1",
    "https://127.0.0.1/1",
    "https://example.com/hooks.slack.com",
    "ftp://hooks.slack.com/1",
    `https://hooks.slack.com/${"x".repeat(2100)}`,
    "hooks.slack.com/1",
    "",
  ])("is none where its sender has none: %s", (response_url) => {
    expect(replyAddressOf(json({ response_url }), routeOf("slack"))).toBeUndefined();
  });

  it("is made of an application's id and a token that lead nowhere else", () => {
    const of = (application_id: unknown, given: unknown): string | undefined =>
      replyAddressOf(json({ type: 2, application_id, token: given }), routeOf("discord"))?.address;
    // The path as Discord's own types of its API make it; its page writes the sign as it is.
    expect(of("1234567890", token)).toBe(
      decodeURIComponent(RouteBases.api + Routes.webhookMessage("1234567890", token, "@original")),
    );
    const wrong = ["..", ".", "a/b", "a%2fb", "a?b", "a#b", "a\\b", "", 7, null, undefined];
    for (const value of wrong) {
      expect(of("1234567890", value)).toBeUndefined();
      expect(of(value, token)).toBeUndefined();
    }
  });

  it("is asked of no other sender, and not where a caller waits for the route's own words", () => {
    const request = form({ response_url: slackUrl });
    expect(replyAddressOf(request, routeOf("github"))).toBeUndefined();
    expect(replyAddressOf(request, routeWith({ auth: { kind: "none" } }))).toBeUndefined();
    const waits = { mode: "wait", body: { text: "{{reply}}" } } as const;
    expect(replyAddressOf(request, routeOf("slack", { response: waits }))).toBeUndefined();
    const says = { mode: "accepted", body: { text: "on it" } } as const;
    expect(replyAddressOf(request, routeOf("slack", { response: says }))).toBeDefined();
  });

  it("is masked in what is kept of the request", () => {
    const payload = JSON.stringify({ type: "block_actions", response_url: slackUrl });
    const view = JSON.stringify({
      view: {},
      response_urls: [{ response_url: slackUrl, block_id: "b" }],
    });
    for (const request of [
      form({ command: "/ask", response_url: slackUrl }),
      form({ payload }),
      form({ payload: view }),
    ]) {
      const kept = Buffer.from(maskRequest(request, routeOf("slack")).rawBody).toString();
      expect(decodeURIComponent(kept)).not.toContain("abcDEF");
    }
    const kept = maskRequest(json({ token, data: { name: "ask" } }), routeOf("discord"));
    expect(Buffer.from(kept.rawBody).toString()).not.toContain(token);
  });
});
