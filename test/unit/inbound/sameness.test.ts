// What a sender marks as new runs, and what it repeats runs once: each sender as it is, against a store.
import { createHmac } from "node:crypto";
import { sign } from "@octokit/webhooks-methods";
import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { SignatureScheme } from "../../../src/signature/scheme.ts";
import type { Inbox } from "../../../src/engine/inbox/inbox.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { presetAuth, recorded, requestOf, requestWith } from "../../support/inbound-request.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";
import { compiledRoute, judged, routeWith } from "../../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SECRET = "a-secret-of-the-test";

interface Sent {
  headers?: Record<string, string>;
  body: string;
  /** Ms after the first. */
  after?: number;
}

let ids = 0;

async function outcome(inbox: Inbox, route: Partial<Route>, sent: Sent): Promise<string> {
  const at = NOW + (sent.after ?? 0);
  ids += 1;
  const request = requestWith({
    headers: { "content-type": "application/json", ...sent.headers },
    rawBody: Buffer.from(sent.body),
    receivedAt: at,
  });
  const compiled = compiledRoute(routeWith({ template: "it happened", ...route }));
  const decision = judged(
    await receive({ id: `req_${ids}`, request, compiled, wrap: (text) => text, now: at }),
  );
  if (decision.kind === "answered") return `${decision.record.status} ${decision.answer.status}`;
  const [acceptance] = await inbox.accept([decision.record], 100);
  return acceptance?.kind === "stored" ? "run" : String(acceptance?.kind);
}

/** What becomes of several requests to one route. */
async function outcomes(route: Partial<Route>, requests: readonly Sent[]): Promise<string[]> {
  const inbox = openMemoryInbox();
  const all: string[] = [];
  for (const sent of requests) all.push(await outcome(inbox, route, sent));
  return all;
}

const hex = (text: string): string => createHmac("sha256", SECRET).update(text).digest("hex");
const preset = (name: string): Partial<Route> => ({
  auth: presetAuth({ preset: name, secret: SECRET }),
});

describe("what a sender marks as new", () => {
  it("runs: Dropbox says the same for each of three changes", async () => {
    const body = '{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb"]},"delta":{"users":[1]}}';
    const sent = { headers: { "x-dropbox-signature": hex(body) }, body };
    const requests = [sent, { ...sent, after: 1000 }, { ...sent, after: 2000 }];
    expect(await outcomes(preset("dropbox"), requests)).toEqual(["run", "run", "run"]);
  });

  it("runs: GitHub's repository_dispatch comes with an id of its own each time, a retry with the same", async () => {
    const body = '{"action":"deploy","client_payload":{},"branch":"main"}';
    const headers = async (guid: string) => ({
      "x-hub-signature-256": await sign(SECRET, body),
      "x-github-event": "repository_dispatch",
      "x-github-delivery": guid,
    });
    const [one, other] = await Promise.all(
      ["0b989ba4-242f-11e5-81e1-c7b6966d2516", "72d3162e-cc78-11e3-81ab-4c9367dc0958"].map(headers),
    );
    const requests = [
      { headers: one, body },
      { headers: other, body, after: 1000 },
      { headers: other, body, after: 6 * 24 * HOUR },
    ] as Sent[];
    expect(await outcomes(preset("github"), requests)).toEqual(["run", "run", "duplicate"]);
  });

  it.each([
    ["grafana", "x-grafana-alerting-signature", 6 * MINUTE],
    ["meta", "x-hub-signature-256", 37 * HOUR],
    ["lemonsqueezy", "x-signature", 6 * MINUTE],
  ])("runs: %s says the same again, later than it repeats", async (name, header, later) => {
    const body = '{"status":"firing","alerts":[{"startsAt":"2026-11-23T12:00:00Z"}]}';
    const prefix = name === "meta" ? "sha256=" : "";
    const sent = { headers: { [header]: prefix + hex(body) }, body };
    const requests = [sent, { ...sent, after: MINUTE }, { ...sent, after: later }];
    expect(await outcomes(preset(name), requests)).toEqual(["run", "duplicate", "run"]);
  });

  it("runs: ClickUp and Doppler, whose bodies can be equal", async () => {
    const clickup: SignatureScheme = {
      algorithm: "sha256",
      from: { header: "x-signature" },
      extract: { kind: "whole" },
      encoding: "hex",
      signed: "{body}",
      key: { encoding: "utf8" },
    };
    const body = '{"event":"taskDeleted","task_id":"1vj37mc","webhook_id":"7fa3ec74"}';
    const auth = {
      kind: "hmac",
      scheme: clickup,
      secrets: [{ value: SECRET }],
      toleranceMs: 1,
    } as const;
    const sent = { headers: { "x-signature": hex(body) }, body };
    expect(
      await outcomes({ auth }, [sent, { ...sent, after: MINUTE }, { ...sent, after: 11 * MINUTE }]),
    ).toEqual(["run", "duplicate", "run"]);
    const constant = '{"restart":"production"}';
    const doppler = {
      headers: { "x-doppler-signature": `sha256=${hex(constant)}` },
      body: constant,
    };
    expect(await outcomes(preset("doppler"), [doppler, { ...doppler, after: 1 }])).toEqual([
      "run",
      "run",
    ]);
  });

  it("runs: two WooCommerce orders of one second, which have one delivery id; its ping is answered", async () => {
    const order = (id: number): Sent => {
      const body = `{"id":${id},"status":"processing"}`;
      const signature = createHmac("sha256", SECRET).update(body).digest("base64");
      return {
        headers: {
          "x-wc-webhook-signature": signature,
          "x-wc-webhook-delivery-id": "b8a0bd0fe9b1",
        },
        body,
      };
    };
    const ping = (body: string): Sent => ({
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    expect(
      await outcomes(preset("woocommerce"), [
        order(1),
        order(2),
        order(2),
        ping("webhook_id=5"),
        ping("webhook_id=5&status=processing"),
      ]),
    ).toEqual(["run", "run", "duplicate", "handshake 200", "rejected 401"]);
  });
});

describe("a repeat with its ids in the body", () => {
  const event = (id: string) => ({ specversion: "1.0", source: "/orders", id, type: "t", data: 1 });
  const bearer = { authorization: `Bearer ${SECRET}` };
  const structured = { ...bearer, "content-type": "application/cloudevents+json" };
  const batched = { ...bearer, "content-type": "application/cloudevents-batch+json" };
  const changes = (...of: (string | undefined)[]): string =>
    JSON.stringify({ value: of.map((id) => ({ id, clientState: SECRET, changeType: "updated" })) });
  const grid = (...of: string[]): string =>
    JSON.stringify(of.map((id) => ({ id, eventType: "t" })));

  it.each<[string, string, Sent[], string[]]>([
    [
      "CloudEvents in structured mode",
      "cloudevents",
      [event("1"), event("1"), event("2")].map((each) => ({
        headers: structured,
        body: JSON.stringify(each),
      })),
      ["run", "duplicate", "run"],
    ],
    [
      "CloudEvents in batches",
      "cloudevents",
      [
        [event("1"), event("2")],
        [event("1"), event("2")],
        [event("2"), event("1")],
      ].map((each) => ({
        headers: batched,
        body: JSON.stringify(each),
      })),
      ["run", "duplicate", "run"],
    ],
    [
      "Event Grid",
      "event-grid",
      [grid("a"), grid("a"), grid("b"), grid("a", "b")].map((body) => ({
        headers: { authorization: SECRET, "aeg-event-type": "Notification" },
        body,
      })),
      ["run", "duplicate", "run", "run"],
    ],
    [
      "Microsoft Graph",
      "microsoft-graph",
      [changes("a"), changes("a"), changes("b"), changes(undefined), changes(undefined)].map(
        (body) => ({ body }),
      ),
      ["run", "duplicate", "run", "run", "run"],
    ],
  ])("runs once: %s", async (_name, name, requests, expected) => {
    expect(await outcomes(preset(name), requests)).toEqual(expected);
  });
});

describe("a request that a stranger has recorded and sends again", () => {
  it("runs nothing where its time is signed: a repeat within the tolerance, too old behind it", async () => {
    const one = recorded("zoom", "event");
    const request = requestOf(one);
    const auth = presetAuth(one, { toleranceMs: 10 * MINUTE });
    const inbox = openMemoryInbox();
    const at = (after: number) => {
      ids += 1;
      const compiled = compiledRoute(routeWith({ template: "it happened", auth }));
      const arrival = { id: `req_${ids}`, compiled, wrap: (text: string) => text };
      const now = one.at + after;
      return receive({ ...arrival, request: { ...request, receivedAt: now }, now });
    };
    const told: string[] = [];
    for (const after of [-9 * MINUTE, 0, 9 * MINUTE, 11 * MINUTE]) {
      const decision = judged(await at(after));
      const [acceptance] =
        decision.kind === "accepted" ? await inbox.accept([decision.record], 100) : [];
      told.push(acceptance?.kind ?? decision.record.status);
    }
    expect(told).toEqual(["stored", "duplicate", "duplicate", "rejected"]);
  });

  it("runs with a new id where nothing but the body is signed, and not with replay: strict", async () => {
    const body = '{"action":"opened"}';
    const signature = await sign(SECRET, body);
    const requests = ["guid-1", "guid-2"].map((guid) => ({
      headers: { "x-hub-signature-256": signature, "x-github-delivery": guid },
      body,
    }));
    const { auth } = preset("github");
    expect(await outcomes({ auth }, requests)).toEqual(["run", "run"]);
    expect(await outcomes({ auth, replay: "strict" }, requests)).toEqual(["run", "duplicate"]);
  });
});

describe("idempotency.key", () => {
  it("replaces what the sender says, in both directions", async () => {
    const sent = (guid: string, body: string): Sent => ({
      headers: { authorization: `Bearer ${SECRET}`, "idempotency-key": guid },
      body,
    });
    const auth = { kind: "bearer", secrets: [{ value: SECRET }] } as const;
    const requests = [sent("1", '{"id":"a"}'), sent("1", '{"id":"b"}'), sent("2", '{"id":"a"}')];
    expect(await outcomes({ auth, idempotencyKey: "{{body.id}}" }, requests)).toEqual([
      "run",
      "run",
      "duplicate",
    ]);
    expect(
      await outcomes({ auth, idempotencyKey: "{{body.id}}", replay: "strict" }, requests),
    ).toEqual(["run", "duplicate", "duplicate"]);
  });
});
