// A sender's test of the address as the route's own `handshake` describes it, from the config to the answer.
import { describe, expect, it } from "vitest";
import { handshake } from "../../../src/inbound/proof/handshake.ts";
import type { InboundRequest } from "../../../src/inbound/proof/verify.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { settingsOf } from "../config/fixtures.ts";

const NOW = 1_700_000_000_000;

function ask(written: object, changes: Partial<InboundRequest>) {
  const auth = { type: "hmac", secret: "s", header: "x-sig" };
  const route = { agentId: "main", template: "x", auth, handshake: written };
  const { inbound } = settingsOf({ inbound: { endpoints: { a: route } } });
  const [found] = inbound.routes;
  if (found?.held !== undefined || found === undefined) throw new Error(found?.held);
  const request = requestWith({ url: "/webhooks/inbound/a", method: "GET", ...changes });
  return handshake(request, found.auth, NOW, found.handshake);
}

const nosniff = { "X-Content-Type-Options": "nosniff" };

describe("a handshake by the route's settings", () => {
  const subscribe = { when: { "query.hub.mode": "subscribe" }, echo: "query.hub.challenge" };
  const url = "/webhooks/inbound/a?hub.mode=subscribe&hub.challenge=abc%20%3C";

  it("sends the text back as text, never as a page", () => {
    expect(ask(subscribe, { url })).toEqual({
      status: 200,
      headers: { "Content-Type": "text/plain; charset=utf-8", ...nosniff },
      body: "abc <",
    });
  });

  it("sends it back in JSON", () => {
    const written = { ...subscribe, json: "hub.challenge", status: 202 };
    expect(ask(written, { url })).toMatchObject({ status: 202, body: '{"hub.challenge":"abc <"}' });
  });

  it("sends a header back as a header, and nothing that is no token", () => {
    const written = { method: "POST", echo: "header.X-Hook-Secret", header: "X-Hook-Secret" };
    const post = (secret: string) =>
      ask(written, { method: "POST", headers: { "x-hook-secret": secret } });
    expect(post("b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81")).toEqual({
      status: 200,
      headers: {
        "X-Hook-Secret": "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81",
        ...nosniff,
      },
      body: "",
    });
    for (const secret of ["a b", "ü", "x".repeat(257)]) expect(post(secret)).toBeUndefined();
  });

  it("reads a short body, and none that is long", () => {
    const written = { method: "POST", when: { "body.type": "ping" }, echo: "body.c", json: "c" };
    const post = (body: string) => ask(written, { method: "POST", rawBody: Buffer.from(body) });
    expect(post('{"type":"ping","c":"1"}')?.body).toBe('{"c":"1"}');
    expect(post('{"type":"event","c":"1"}')).toBeUndefined();
    expect(post(`{"type":"ping","c":"1","x":"${"x".repeat(5000)}"}`)).toBeUndefined();
  });

  it("answers without a text where none is asked for", () => {
    expect(ask({ method: "HEAD" }, { method: "HEAD" })).toEqual({
      status: 200,
      headers: nosniff,
      body: "",
    });
  });

  it("leaves every other request to the proof", () => {
    expect(ask(subscribe, { url, method: "POST" })).toBeUndefined();
    expect(ask(subscribe, { url: "/webhooks/inbound/a?hub.mode=other" })).toBeUndefined();
    expect(ask(subscribe, { url: "/webhooks/inbound/a?hub.mode=subscribe" })).toBeUndefined();
  });
});
