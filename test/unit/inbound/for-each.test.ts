// An Alertmanager batch: a run for each alert. The body is the sample of
// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, with two alerts more.
import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { NewRequest } from "../../../src/engine/inbox/inbox.ts";
import { replayRequest } from "../../../src/inbound/decision/request-replay.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { compiledRoute, judged, routeWith } from "../../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const ID = `req_019a${"0".repeat(28)}`;
const wrap = (text: string): string => `<<${text}>>`;
const alert = (name: string, status: string, fingerprint: string): object => ({
  status,
  labels: { alertname: name, severity: "critical" },
  annotations: { summary: `${name} is too high now` },
  startsAt: "2026-11-23T12:00:00Z",
  fingerprint,
});
const alerts = [
  alert("CPU", "firing", "aa01"),
  alert("Disk", "resolved", "aa02"),
  alert("Memory", "firing", "aa03"),
];
const alertmanager = { version: "4", status: "firing", receiver: "hook", alerts };

async function recordOf(route: Partial<Route>, body: unknown = alertmanager): Promise<NewRequest> {
  const request = requestWith({
    headers: { "content-type": "application/json" },
    rawBody: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    receivedAt: NOW,
  });
  const compiled = compiledRoute(
    routeWith({
      forEach: "body.alerts",
      template: "{{item.labels.alertname}} {{item.status}}: {{item.annotations.summary}}",
      ...route,
    }),
  );
  return judged(await receive({ id: ID, request, compiled, wrap, now: NOW })).record;
}

const detailsOf = ({ verdicts, status, httpStatus }: NewRequest): unknown[] => [
  status,
  httpStatus,
  verdicts.at(-1)?.detail,
];

describe("forEach", () => {
  it("makes a request and a run of each item, in their order", async () => {
    const record = await recordOf({});
    expect(record.items?.map(({ job }) => job?.prompt.split("\n")[0])).toEqual([
      "CPU firing: [content 1: item.annotations.summary]",
      "Disk resolved: [content 1: item.annotations.summary]",
      "Memory firing: [content 1: item.annotations.summary]",
    ]);
    const ids = record.items?.map(({ id }) => id) ?? [];
    expect(new Set([ID, ...ids]).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^req_019a0{12}8[0-9a-f]{15}$/);
    expect(record.items?.map(({ job }) => job?.batch)).toEqual(
      [0, 1, 2].map((index) => ({ of: ID, index, count: 3 })),
    );
    expect(record.items?.map(({ job }) => job?.sessionKey)).toEqual(
      ids.map((id) => `agent:devops:webhook:deploy:${id}`),
    );
    expect(record.job).toMatchObject({ items: ids });
    expect(record.items?.map(({ body }) => body?.text)).toEqual(
      alerts.map((each) => JSON.stringify(each)),
    );
  });

  it("asks the condition of each, and names each by the operator's key", async () => {
    const record = await recordOf({
      where: { "item.status": "firing" },
      idempotencyKey: "{{item.fingerprint}}-{{item.status}}",
      session: { kind: "key", template: "{{item.fingerprint}}" },
    });
    expect(record.dedupeKeys).toEqual([]);
    expect(record.items?.map(({ dedupeKeys }) => dedupeKeys)).toEqual([
      ["route:aa01-firing"],
      ["route:aa03-firing"],
    ]);
    expect(record.items?.map(({ job }) => job?.sessionKey)).toEqual([
      "agent:devops:webhook:deploy:aa01",
      "agent:devops:webhook:deploy:aa03",
    ]);
    expect(record.items?.map(({ job }) => job?.batch?.index)).toEqual([0, 2]);
  });

  it("takes a body that is the list, and keeps its numbers", async () => {
    const record = await recordOf(
      { forEach: "body", template: "{{item.id}}" },
      '[{"id":8202522731445525542},{"id":8202522731445525543}]',
    );
    expect(record.items?.map(({ job }) => job?.prompt)).toEqual([
      "8202522731445525542",
      "8202522731445525543",
    ]);
    expect(record.items?.[0]?.body?.text).toBe('{"id":8202522731445525542}');
  });

  it.each<[string, Partial<Route>, unknown, unknown[]]>([
    ["what is no list", {}, { alerts: {} }, ["rejected", 422, "body.alerts is no list"]],
    ["what is not there", {}, {}, ["rejected", 422, "body.alerts is no list"]],
    [
      "what every object has",
      { forEach: "body.toString" },
      {},
      ["rejected", 422, "body.toString is no list"],
    ],
    ["an empty list", {}, { alerts: [] }, ["filtered", 200, "body.alerts is empty"]],
    [
      "a list of which no item passes",
      { where: { "item.status": "x" } },
      alertmanager,
      ["filtered", 200, "filter.where holds for no item"],
    ],
    [
      "101 items",
      {},
      { alerts: Array.from({ length: 101 }, () => alerts[0]) },
      ["rejected", 422, "body.alerts has 101 items, more than 100"],
    ],
    [
      "an item that has no key",
      { idempotencyKey: "{{item.fingerprint}}" },
      { alerts: [alerts[0], {}] },
      [
        "rejected",
        422,
        'body.alerts[1]: idempotency.key: "item.fingerprint" is missing; allowed: 1 to 256 characters on one line',
      ],
    ],
  ])("starts nothing for %s", async (_name, route, body, expected) => {
    const record = await recordOf(route, body);
    expect(detailsOf(record)).toEqual(expected);
    expect(record).not.toHaveProperty("items");
  });

  it("runs all of them again when the request is replayed, and sends who asks for one to it", async () => {
    const record = await recordOf({});
    const compiled = compiledRoute(
      routeWith({ forEach: "body.alerts", template: "{{item.status}}" }),
    );
    const replay = { id: "req_again", compiled, wrap, now: NOW };
    const again = replayRequest({ ...replay, stored: { ...record, updatedAt: NOW } });
    expect(again.ok && again.record.items?.map(({ job }) => job?.prompt)).toEqual([
      "firing",
      "resolved",
      "firing",
    ]);
    const [item] = record.items ?? [];
    if (item === undefined) throw new Error("there is no item");
    expect(replayRequest({ ...replay, stored: { ...item, updatedAt: NOW } })).toEqual({
      ok: false,
      reason: `it is item 1 of 3 of ${ID}; replay that one`,
    });
  });
});
