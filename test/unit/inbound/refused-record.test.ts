import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { NewRequest } from "../../../src/engine/inbox/inbox.ts";
import { keptBytes } from "../../../src/engine/inbox/kept-bytes.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { requestWith } from "../../support/inbound-request.ts";
import { compiledRoute, judged, routeWith } from "../../support/routes.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const BODY = JSON.stringify({ text: "private words ".repeat(4000) });
const github = {
  kind: "preset",
  preset: "github",
  secrets: [{ value: "s" }],
  toleranceMs: 1,
} as const;
const token = { kind: "bearer", secrets: [{ value: "token-1" }] } as const;
const schema = { type: "object", required: ["repo"] };

async function recordOf(
  route: Partial<Route>,
  headers: Record<string, string> = {},
  keepBodies = false,
): Promise<NewRequest> {
  const compiled = compiledRoute(routeWith({ template: "x", ...route }));
  const request = requestWith({
    method: "POST",
    url: "/in/deploy?q=private",
    query: { q: "private" },
    headers: { "content-type": "application/json", ...headers },
    rawBody: Buffer.from(BODY),
    receivedAt: NOW,
  });
  const wrap = (content: string): string => content;
  return judged(await receive({ id: "req_1", request, compiled, wrap, now: NOW, keepBodies }))
    .record;
}

describe("of a request that nobody has proven, the log keeps", () => {
  it("names, a hash and the verdicts, and nothing that was said", async () => {
    const record = await recordOf(
      { auth: github },
      {
        "x-hub-signature-256": "sha256=ab",
        "x-private": "private",
        "x-slack-request-timestamp": "1700000000",
      },
    );
    expect(record).toMatchObject({ status: "rejected", refused: "unproven", httpStatus: 401 });
    expect(record.headers).toEqual({
      "content-type": "application/json",
      "x-hub-signature-256": "[not kept]",
      "x-private": "[not kept]",
      "x-slack-request-timestamp": "1700000000",
    });
    expect(record.query).toEqual({ q: "[not kept]" });
    expect(record.body).toBeUndefined();
    const sha256 = createHash("sha256").update(BODY).digest("hex");
    expect(record.bodyHash).toEqual({ sha256, bytes: Buffer.byteLength(BODY) });
    expect(JSON.stringify(record)).not.toContain("private words");
  });

  it("no more than some kilobytes, however much was sent", async () => {
    const many = Array.from({ length: 2000 }, (_, index) => [`x-${index}`, "y".repeat(1000)]);
    const record = await recordOf({ auth: github }, Object.fromEntries(many));
    expect(Object.keys(record.headers)).toHaveLength(64);
    expect(keptBytes(record)).toBeLessThan(4000);
  });

  it("its body where that was asked for", async () => {
    const record = await recordOf({ auth: github }, { "x-a": "b" }, true);
    expect(record.body?.text).toBe(BODY);
    expect(record.headers["x-a"]).toBe("b");
    expect(record.refused).toBe("unproven");
  });

  it("as little where a route lets everybody in and then refuses", async () => {
    const record = await recordOf({ auth: { kind: "none" }, schema });
    expect([record.refused, record.body]).toEqual(["unproven", undefined]);
  });
});

describe("of a request whose sender is proven, the log keeps", () => {
  it("everything when it is refused, so that it can be run again", async () => {
    const headers = { authorization: "Bearer token-1" };
    const record = await recordOf({ auth: token, schema }, headers);
    expect([record.httpStatus, record.refused, record.body?.text]).toEqual([422, "proven", BODY]);
  });
});
