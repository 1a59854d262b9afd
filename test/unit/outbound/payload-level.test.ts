import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { redact, thin } from "../../../src/outbound/payload-level.ts";
import { prepareEndpoint } from "../../../src/outbound/prepare.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

interface Levels {
  full: Record<string, unknown>;
  redacted: unknown;
  thin: unknown;
}

function levels(name: string): Levels {
  const file = new URL(`../../../fixtures/payload/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Levels;
}

function bodyAt(payload: "full" | "redacted" | "thin", json: string, transform?: unknown): unknown {
  const result = prepareEndpoint(
    endpointWith({ payload, ...(transform !== undefined && { transform }) }),
  );
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.prepared.body(eventWith({}, { json }));
}

describe.each(["message.received", "tool.completed"])("%s", (name) => {
  const fixture = levels(name);

  it("masks what was said, and keeps ids, names, keys and lengths when redacted", () => {
    expect(redact(fixture.full)).toEqual(fixture.redacted);
  });

  it("sends ids only when thin", () => {
    expect(thin(fixture.full)).toEqual(fixture.thin);
  });

  it("leaves the envelope that other endpoints see as it was", () => {
    const before = JSON.stringify(fixture.full);
    redact(fixture.full);
    thin(fixture.full);
    expect(JSON.stringify(fixture.full)).toBe(before);
  });
});

it("sends the stored bytes of a full payload, not a second serialisation", () => {
  const json = `{ "id":"evt_1",   "n": 1.0, "u": "\\u00e9" }`;
  expect(bodyAt("full", json)).toEqual({ ok: true, body: json });
});

it("shows a transform only what the level leaves", () => {
  const json = JSON.stringify(levels("tool.completed").full);
  const transform = { command: "{{data.tool.params.command}}", name: "{{data.tool.name}}" };
  expect(bodyAt("redacted", json, transform)).toEqual({
    ok: true,
    body: `{"command":"[redacted: 13 characters]","name":"exec"}`,
  });
  expect(bodyAt("thin", json, transform)).toEqual({
    ok: true,
    body: `{"command":null,"name":null}`,
  });
});

describe("odd data", () => {
  it("masks a reply, and a part that is not an object", () => {
    const data = { reply: "secret", message: { content: [{ text: "hi" }] }, tool: "secret" };
    expect(redact({ id: "evt_1", data })).toEqual({
      id: "evt_1",
      data: {
        reply: "[redacted: 6 characters]",
        message: { content: [{ text: "[redacted: 2 characters]" }] },
        tool: "[redacted: 6 characters]",
      },
    });
  });

  it("keeps the message of an error, which is the host's own words", () => {
    const envelope = { data: { error: { kind: "run", message: "LLM request failed" } } };
    expect(redact(envelope)).toEqual(envelope);
  });

  it("does not let an object pass where thin allows an id", () => {
    expect(thin({ id: "evt_1", data: { userId: { secret: 1 }, message: null } })).toEqual({
      id: "evt_1",
      data: {},
    });
  });

  it("masks a result that is nested without end", () => {
    const result: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
    expect(JSON.stringify(redact({ data: { tool: { result } } }))).toContain("[redacted: nested]");
  });

  it("survives data that is missing", () => {
    expect(redact({ id: "evt_1" })).toEqual({ id: "evt_1" });
    expect(thin({ id: "evt_1" })).toEqual({ id: "evt_1", data: {} });
  });

  it("masks below keys called __proto__ without setting a prototype", () => {
    const params: unknown = JSON.parse(`{"__proto__": {"a": "secret"}}`);
    const body = JSON.stringify(redact({ data: { tool: { params } } }));
    expect(body).toBe(
      `{"data":{"tool":{"params":{"__proto__":{"a":"[redacted: 6 characters]"}}}}}`,
    );
  });
});
