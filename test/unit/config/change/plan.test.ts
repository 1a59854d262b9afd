import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addEndpoint,
  editEndpoint,
  keysOf,
  removeEndpoint,
  restoreEndpoint,
} from "../../../../src/config/change/endpoints.ts";
import { merge, patchOf, withValue } from "../../../../src/config/change/merge.ts";
import { findPlace, hasComments, isSameConfig } from "../../../../src/config/change/place.ts";
import { addRoute, authOf } from "../../../../src/config/change/routes.ts";
import { readReference, rotate } from "../../../../src/config/change/secret.ts";
import { readSecretWish } from "../../../../src/cli/setup/secret-wish.ts";

const URLS = new Map([["pagerduty", "https://events.pagerduty.com/v2/enqueue"]]);
const inPlace = (config: unknown): object => ({
  plugins: { entries: { "event-webhooks": { config } } },
});

describe("where the settings stand", () => {
  const path = ["plugins", "entries", "event-webhooks", "config"];
  const block = { endpoints: [{ name: "crm" }] };

  it.each([
    ["nothing yet", { gateway: {} }, path, {}],
    ["directly", inPlace(block), path, block],
    ["in the wrapper", inPlace({ webhooks: block }), [...path, "webhooks"], block],
  ])("%s", (_, config, keys, found) => {
    expect(findPlace(config)).toEqual({ ok: true, keys, block: found });
  });

  const include = { $include: "./other.json5" };
  it.each([
    [include, "the config takes its root from other files by $include"],
    [{ plugins: include }, "plugins is taken from another file by $include"],
    [
      { plugins: { entries: { "event-webhooks": include } } },
      "plugins.entries.event-webhooks is taken from another file by $include",
    ],
    [
      inPlace(include),
      "plugins.entries.event-webhooks.config is taken from another file by $include",
    ],
    [
      inPlace({ webhooks: include }),
      "plugins.entries.event-webhooks.config.webhooks is taken from another file by $include",
    ],
    [
      inPlace({ endpoints: [{ name: "a" }, include] }),
      "plugins.entries.event-webhooks.config.endpoints.1 is taken from another file by $include",
    ],
    [
      { webhooks: block, gateway: {} },
      'the config has "webhooks" at its root, where the Gateway refuses it: `openclaw doctor --fix` moves it into place',
    ],
    [
      inPlace({ webhooks: block, endpoints: [] }),
      'plugins.entries.event-webhooks.config.webhooks stands beside "endpoints"; move it into "webhooks" or remove the wrapper',
    ],
    [
      inPlace({ endpoints: [{ secret: "__OPENCLAW_REDACTED__" }] }),
      "plugins.entries.event-webhooks.config holds __OPENCLAW_REDACTED__, which stands for a secret and is none",
    ],
    [{ plugins: [] }, "plugins is no object"],
  ])("refuses %j", (config, why) => {
    expect(findPlace(config)).toEqual({ ok: false, why });
  });
});

describe("the config that the Gateway shows", () => {
  const written = { a: [{ secret: "s", n: 1 }], b: { ref: { source: "env", id: "X" } } };
  const hidden = "__OPENCLAW_REDACTED__";
  it.each([
    [{ a: [{ secret: hidden, n: 1 }], b: { ref: hidden } }, true],
    [{ a: [{ secret: "s", n: 1 }], b: { ref: { source: hidden, id: hidden } } }, true],
    [{ a: [{ secret: hidden, n: 2 }], b: { ref: hidden } }, false],
    [{ a: [{ secret: hidden, n: 1 }, {}], b: { ref: hidden } }, false],
    [{ a: [{ secret: hidden, n: 1, other: hidden }], b: { ref: hidden } }, false],
    [{ a: { 0: { secret: hidden, n: 1 } }, b: { ref: hidden } }, false],
    [undefined, false],
  ])("%j", (shown, same) => {
    expect(isSameConfig(written, shown)).toBe(same);
  });
});

it.each([
  ["{ a: 'b' }", false],
  ["{ a: 'https://b' /* no */ }", true],
  ["{ a: 'https://b' } // no", true],
  [String.raw`{ a: "\"//", b: '/*' }`, false],
])("knows whether %s has comments", (text, has) => {
  expect(hasComments(text)).toBe(has);
});

describe("a merge patch", () => {
  // The cases of RFC 7396, appendix A.
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j with %j", (target, patch, result) => {
    expect(merge(target, patch)).toEqual(result);
  });

  it("makes one config of another, or says that it cannot", () => {
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ maxLength: 3 }),
        fc.integer(),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("object"),
      ),
      object: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), {
        noNullPrototype: true,
      }),
    }));
    const { object } = values;
    fc.assert(
      fc.property(object, object, (before, after) => {
        const found = patchOf(before, after);
        expect(merge(before, found?.patch)).toEqual(after);
      }),
    );
    expect(patchOf({}, { a: { b: null } })).toBeUndefined();
    expect(patchOf({ a: [] }, { a: [{ b: null }] })).toEqual({
      patch: { a: [{ b: null }] },
      replacePaths: ["a"],
    });
  });

  it("names the lists that are replaced or go, and no others", () => {
    const before = { a: { b: [1], c: { d: [2], e: [[3]] } }, f: [4], g: [5] };
    expect(patchOf(before, { a: { b: [6] }, f: [4], g: "7", h: [8] })).toEqual({
      patch: { a: { b: [6], c: null }, g: "7", h: [8] },
      replacePaths: ["a.b", "a.c.d", "a.c.e", "g"],
    });
  });
});

describe("an endpoint", () => {
  const crm = { name: "crm", url: "https://crm.test/hook", secret: { source: "env", id: "CRM" } };
  const ops = { url: "https://ops.test/hook", headers: { "X-API-Key": "${OPS}" } };
  const list = { endpoints: [crm, ops], log: { maxAgeDays: 7 } };
  const added = { url: "https://crm.test/other" };

  it.each([
    ["an empty block", {}, { endpoints: [{ name: "crm.test", ...added }] }],
    ["a list", list, { ...list, endpoints: [crm, ops, { name: "crm.test", ...added }] }],
    [
      "a map of names",
      { endpoints: { crm: { url: "https://crm.test/hook" } } },
      { endpoints: { crm: { url: "https://crm.test/hook" }, "crm.test": added } },
    ],
  ])("is added to %s", (_, block, after) => {
    expect(addEndpoint(block, added, URLS)).toMatchObject({
      ok: true,
      name: "crm.test",
      block: after,
    });
  });

  it("gets a name that is free", () => {
    const again = addEndpoint(list, { url: "https://ops.test/2" }, URLS);
    expect(again).toMatchObject({ name: "ops.test-2", at: "endpoints[2]" });
    const byFormat = addEndpoint({}, { format: "pagerduty" }, URLS);
    expect(byFormat).toMatchObject({ name: "events.pagerduty.com" });
  });

  it.each([
    [list, { ...crm }, 'there is an endpoint "crm" already: `openclaw webhook edit crm`'],
    [
      list,
      { name: "-", url: "https://a.test" },
      'the name has to begin with a letter or digit, and to hold 64 of letters, digits, ".", "_" and "-" at most',
    ],
    [{ endpoints: crm }, added, '"endpoints" holds no list: put what stands there in [ ] first'],
  ])("is not added to %j as %j", (block, raw, why) => {
    expect(addEndpoint(block, raw, URLS)).toEqual({ ok: false, why });
  });

  it("is changed where it stands, and nothing else", () => {
    const edited = editEndpoint(list, "ops.test", { events: ["*"], headers: undefined }, URLS);
    expect(edited).toMatchObject({
      block: { ...list, endpoints: [crm, { url: ops.url, events: ["*"] }] },
      at: "endpoints[1]",
      byHand: {
        what: 'In the endpoint "ops.test" (endpoints[1]) take out headers, set',
        value: { events: ["*"] },
      },
    });
  });

  it.each([
    ["cmr", {}, 'there is no endpoint "cmr", did you mean "crm"?'],
    ["ops.test", { name: "crm" }, 'there is an endpoint "crm" already'],
  ])("is not changed: %s to %j", (name, changes, why) => {
    expect(editEndpoint(list, name, changes, URLS)).toEqual({ ok: false, why });
  });

  it.each([
    ["a list", list, "crm", { ...list, endpoints: [ops] }, { endpoints: [crm] }],
    [
      "a map",
      { endpoints: { crm: { url: crm.url }, b: {} } },
      "crm",
      { endpoints: { b: {} } },
      { endpoints: [{ name: "crm", url: crm.url }] },
    ],
    [
      "an agent's own",
      { agents: { "a b": { endpoints: [crm] } } },
      "crm",
      { agents: { "a b": { endpoints: [] } } },
      { agents: { "a b": { endpoints: [crm] } } },
    ],
  ])("goes from %s, and comes back", (_, block, name, after, undo) => {
    const removed = removeEndpoint(block, name, URLS);
    expect(removed).toMatchObject({ ok: true, block: after, undo });
    const restored = restoreEndpoint(after, undo, URLS);
    const back = restored.ok ? removeEndpoint(restored.block, name, URLS) : restored;
    expect(back).toMatchObject({ ok: true, block: after, undo });
  });

  it.each([
    [[], "it holds no settings"],
    [{ endpoints: [] }, "it has to hold one endpoint, as `openclaw webhook remove` prints it"],
    [list, "it has to hold one endpoint, as `openclaw webhook remove` prints it"],
    [{ agents: { a: { endpoints: [crm] } } }, 'there is an endpoint "crm" already'],
  ])("is not brought back from %j", (given, why) => {
    expect(restoreEndpoint(list, given, URLS)).toEqual({ ok: false, why });
  });

  it("is found by the steps of its path", () => {
    expect(keysOf('agents["a \\"b"].endpoints[2].url')).toEqual([
      "agents",
      'a "b',
      "endpoints",
      2,
      "url",
    ]);
    expect(withValue({ a: [1, 2, 3] }, ["a", 1], undefined)).toEqual({ a: [1, 3] });
  });
});

describe("a secret", () => {
  it.each([
    ["auto", { kind: "auto" }],
    ["none", { kind: "none" }],
    ["${CRM_SECRET}", { kind: "reference", value: "${CRM_SECRET}" }],
    [
      "env:CRM_SECRET",
      { kind: "reference", value: { source: "env", provider: "default", id: "CRM_SECRET" } },
    ],
    [
      "file:vault:/crm/key",
      { kind: "reference", value: { source: "file", provider: "vault", id: "/crm/key" } },
    ],
    ["store:crm", { kind: "reference", value: { source: "store", id: "crm" } }],
  ])("is asked for as %s", (text, wish) => {
    expect(readSecretWish(text)).toEqual(wish);
  });

  it.each(["whsec_abc", "", "env:", "${crm}", "vault:a:b"])("is not taken as %j", (text) => {
    expect(() => readSecretWish(text)).toThrow(/^--secret: write auto, none, env:NAME/);
    expect(readReference(text)).toBeUndefined();
  });

  const now = Date.UTC(2026, 2, 14);
  const [hour, later, past] = [3_600_000, "2026-03-14T01:00:00.000Z", "2026-03-13T00:00:00Z"];
  it.each([
    ["a text", "old", [{ value: "old", expiresAt: later }]],
    ["a variable", "${OLD}", [{ value: "${OLD}", expiresAt: later }]],
    [
      "a reference",
      { source: "env", id: "O" },
      [{ value: { source: "env", id: "O" }, expiresAt: later }],
    ],
    [
      "a list",
      [
        { value: "1" },
        { value: "2", expiresAt: "2026-03-14T00:30:00Z" },
        { value: "3", expiresAt: "2026-04-01T00:00:00Z" },
        { value: "4", expiresAt: past },
        { value: "5", expiresAt: "${WHEN}" },
      ],
      [
        { value: "1", expiresAt: later },
        { value: "2", expiresAt: "2026-03-14T00:30:00Z" },
        { value: "3", expiresAt: later },
        { value: "5", expiresAt: "${WHEN}" },
      ],
    ],
  ])("is rotated from %s", (_, current, kept) => {
    const secrets = [{ value: "new" }, ...kept];
    expect(rotate(current, "new", { overlapMs: hour, now })).toEqual({ ok: true, secrets });
    expect(rotate(current, "new", { overlapMs: 0, now })).toEqual({ ok: true, secrets: "new" });
  });

  it("is not rotated where there is none, or no room", () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({ value: `${index}` }));
    expect(rotate(undefined, "new", { overlapMs: hour, now })).toMatchObject({ ok: false });
    expect(rotate(ten, "new", { overlapMs: hour, now })).toEqual({
      ok: false,
      why: "has 10 secrets that are still valid: let some expire first",
    });
  });
});

describe("a route", () => {
  const raw = { agentId: "main", template: "{{body.x}}" };
  it.each([
    [{}, { inbound: { endpoints: { deploy: raw } } }],
    [
      { inbound: { basePath: "/in", endpoints: { other: {} } } },
      { inbound: { basePath: "/in", endpoints: { other: {}, deploy: raw } } },
    ],
  ])("is added to %j", (block, after) => {
    expect(addRoute(block, "deploy", raw)).toMatchObject({ ok: true, block: after });
  });

  it.each([
    [{ inbound: { endpoints: { deploy: {} } } }, 'there is a route "deploy" already'],
    [
      { inbound: { enabled: false } },
      '"inbound.enabled" is false, so that no route answers: set it to true first',
    ],
    [{ inbound: { endpoints: [] } }, '"inbound.endpoints" is no map of names'],
  ])("is not added to %j", (block, why) => {
    expect(addRoute(block, "deploy", raw)).toEqual({ ok: false, why });
  });

  it.each([
    [{}, undefined],
    [{ secret: "t" }, { type: "bearer", token: "t" }],
    [
      { preset: "github", secret: "${S}" },
      { preset: "github", secret: "${S}" },
    ],
    [
      { preset: "twilio", secret: "s", url: "https://a.test" },
      { preset: "twilio", secret: "s", url: "https://a.test" },
    ],
  ])("is open to %j", (wish, auth) => {
    expect(authOf(wish)).toEqual(auth);
  });
});
