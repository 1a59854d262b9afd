// Two orders whose ids differ in their last digit, in everything that a route makes of a body. The ids are as long as
// those of X, Discord and LINE: a double holds neither.
import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import { compileRoute } from "../../../src/inbound/decision/compile-route.ts";
import { replayRequest } from "../../../src/inbound/decision/request-replay.ts";
import { contentFrom } from "../../../src/inbound/request/request-content.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { compileTemplate, openScope } from "../../../src/language/template/template.ts";
import { parseJson } from "../../../src/language/number/parse-json.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { compiledRoute, judged, routeWith } from "../../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const [ONE, OTHER] = ["8202522731445525542", "8202522731445525543"];
const wrap = (content: string): string => `<<${content}>>`;

async function recordOf(route: Partial<Route>, rawBody: string) {
  const request = requestWith({
    headers: { "content-type": "application/json" },
    rawBody: Buffer.from(rawBody),
    receivedAt: NOW,
  });
  const compiled = compiledRoute(routeWith({ template: "Order {{body.id}}", ...route }));
  const { record } = judged(await receive({ id: "req_1", request, compiled, wrap, now: NOW }));
  return { record, compiled };
}

const both = (route: Partial<Route>, body = (id: string) => `{"id":${id}}`) =>
  Promise.all([ONE, OTHER].map(async (id) => (await recordOf(route, body(id))).record));

describe("an id that no double holds", () => {
  it("stands in the prompt as it was sent", async () => {
    const [one, other] = await both(
      { template: "{{body.id}} of {{body.list | json}}" },
      (id) => `{"id":${id},"list":[${id},1.50]}`,
    );
    expect(one?.job?.prompt).toContain(`${ONE} of [content 1: body.list | json]`);
    expect(one?.job?.prompt).toContain(`<<1: [${ONE},1.5]>>`);
    expect(other?.job?.prompt).toContain(OTHER);
  });

  it("is a key of its own for dedupe, coalescing and sessions", async () => {
    const window = { windowMs: 1, maxWaitMs: 2, keep: "latest" } as const;
    const records = await both({
      idempotencyKey: "{{body.id}}",
      coalesce: { key: "{{body.id}}", ...window },
      session: { kind: "key", template: "{{body.id}}" },
    });
    expect(records.map(({ dedupeKeys }) => dedupeKeys)).toEqual([
      [`route:${ONE}`],
      [`route:${OTHER}`],
    ]);
    expect(records.map(({ coalesce }) => coalesce?.key)).toEqual([ONE, OTHER]);
    expect(records.map(({ job }) => job?.sessionKey)).toEqual([
      `agent:devops:webhook:deploy:${ONE}`,
      `agent:devops:webhook:deploy:${OTHER}`,
    ]);
  });

  it("is matched exactly by a condition that has it in quotes", async () => {
    for (const where of [
      { "body.id": ONE },
      { "body.id": { in: [ONE] } },
      { "body.id": { lte: ONE } },
    ]) {
      const records = await both({ where });
      expect(records.map(({ status }) => status)).toEqual(["waiting", "filtered"]);
    }
  });

  it("is refused in a condition without quotes, where the config has lost its digits", () => {
    const where = { any: [{ "body.id": { in: [1, Number(ONE)] } }] };
    expect(compileRoute(routeWith({ where }))).toEqual({
      ok: false,
      problems: [
        'filter.where.any[0]["body.id"].in[1]: a config cannot hold all digits of this number; write it in quotes',
      ],
    });
    expect(compileRoute(routeWith({ where: { "body.id": { lt: 1e18 } } })).ok).toBe(true);
    expect(compileRoute(routeWith({ schema: { const: Number(ONE) } }))).toEqual({
      ok: false,
      problems: [
        "schema.const: a config cannot hold all digits of this number; compare it in filter.where, in quotes",
      ],
    });
  });

  it("outlives masking, what is kept for coalescing, and a replay", async () => {
    const auth = { kind: "preset", preset: "slack", secrets: [], toleranceMs: 1 } as const;
    const kept = { windowMs: 1, maxWaitMs: 2, keep: "all", key: "k" } as const;
    const open = await recordOf({ coalesce: kept }, `{"id":${ONE}}`);
    expect(JSON.stringify(contentFrom(open.record.job?.content).body)).toBe(`{"id":${ONE}}`);
    const stored = { ...open.record, updatedAt: NOW } as const;
    const masked = compiledRoute({ ...open.compiled.route, auth });
    const body = { text: `{"token":"t","id":${ONE}}`, encoding: "utf8", bytes: 39 + 2 } as const;
    const again = replayRequest({
      stored: { ...stored, body: { ...body, bytes: Buffer.byteLength(body.text) } },
      id: "req_2",
      compiled: masked,
      wrap,
      now: NOW,
    });
    expect(again.ok && again.record.job?.prompt).toBe(`Order ${ONE}`);
    expect(again.ok && again.record.body?.text).toBe(`{"token":"[masked]","id":${ONE}}`);
  });

  it("is text in the fence once it is longer than any id", async () => {
    const { record } = await recordOf({}, `{"id":${"7".repeat(65)}}`);
    expect(record.job?.prompt).toContain("Order [content 1: body.id]");
  });
});

describe("a template", () => {
  const values = {
    body: parseJson(`{"id":${ONE},"list":[${ONE},${ONE},${OTHER},1],"e":1e400}`) as object,
  };
  const rendered = (source: string): unknown => {
    const compiled = compileTemplate(source);
    if (!compiled.ok) return compiled.error;
    const result = compiled.template.render(openScope(values, { now: NOW, workUnits: 1e6 }));
    return result.ok ? result.value : result.error;
  };

  it.each([
    ["{{body.id}}", ONE],
    ["{{body.e}}", "1e400"],
    ["{{body.id}} ", `${ONE} `],
    ["{{body.id | append: '-a'}}", `${ONE}-a`],
    ["{{body.id | plus: 1}}", OTHER],
    ["{{body.id | minus: 8202522731445525540}}", "2"],
    ["{{body.id | times: 10}}", `${ONE}0`],
    ["{{body.list | uniq | join: ' '}}", `${ONE} ${OTHER} 1`],
    ["{{body.list | sort | last}}", OTHER],
    ["{{body.list | sum}}", "24607568194336576628"],
    ["{% if body.id == 8202522731445525542 %}is{% endif %}", "is"],
    ["{% if body.id == '8202522731445525542' %}is{% endif %}", "is"],
    ["{% if body.id == 8202522731445525543 %}is{% else %}not{% endif %}", "not"],
    ["{% if body.id > 8202522731445525541 and body.id < 8202522731445525543 %}in{% endif %}", "in"],
    [
      "{% case body.id %}{% when 8202522731445525543 %}b{% when 8202522731445525542 %}a{% endcase %}",
      "a",
    ],
    ["{{body.id.text}}{{body.id.decimal}}", ""],
  ])("%s writes %s", (source, expected) => {
    expect(String(rendered(source))).toBe(expected);
  });

  it("gives it with its type where it stands alone", () => {
    expect(JSON.stringify({ id: rendered("{{body.id}}") })).toBe(`{"id":${ONE}}`);
  });
});
