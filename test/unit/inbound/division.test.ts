import { describe, expect, it, vi } from "vitest";
import type { Route, RouteAuth } from "../../../src/config/route/route-settings.ts";
import { systemClock } from "../../../src/engine/clock.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import { readsBody } from "../../../src/inbound/proof/reads-body.ts";
import { receive } from "../../../src/inbound/receive.ts";
import { createDivision } from "../../../src/inbound/thread/division.ts";
import type { Work } from "../../../src/inbound/thread/messages.ts";
import { createWaitingLine, type Waiting } from "../../../src/inbound/thread/waiting-line.ts";
import { verify } from "../../../src/inbound/proof/verify.ts";
import {
  presetAuth,
  recordedRequests,
  requestOf,
  requestWith,
} from "../../support/inbound-request.ts";
import { compiledRoute, doublingSchema, routeWith } from "../../support/routes.ts";

/** What of a request is asked of the thread, which is busy. */
async function askedFor(route: Route, body: unknown): Promise<string[]> {
  const asked: string[] = [];
  const labour = createDivision({
    decider: {
      ask(work: Work) {
        asked.push(work.name);
        return Promise.resolve({ kind: "full" });
      },
      waiting: () => 0,
    },
    wrap: (content) => content,
    clock: systemClock,
  });
  const request = requestWith({
    headers: { "content-type": "application/json", authorization: "Bearer token-0123456789" },
    rawBody: Buffer.from(JSON.stringify(body)),
  });
  const wrap = (content: string): string => content;
  const compiled = compiledRoute(route);
  await receive({ id: "req_1", request, compiled, wrap, now: 0, labour });
  return asked;
}

const text = (length: number): object => ({ repo: "x".repeat(length), status: "ok" });

describe("the Gateway's thread", () => {
  const here: readonly [string, Partial<Route>, unknown][] = [
    ["a small body", {}, text(16_000)],
    ["a schema of bounded cost", { schema: { type: "object", required: ["repo"] } }, text(1000)],
    ["a condition", { where: { "body.status": { regex: "^o[a-z]" } } }, text(1000)],
    [
      "a loop over little",
      { template: "{% for x in body.list %}{{x}}{% endfor %}." },
      { list: [1] },
    ],
  ];
  it.each(here)("judges %s itself", async (_name, route, body) => {
    expect(await askedFor(routeWith(route), body)).toEqual([]);
  });

  const there: readonly [string, Partial<Route>, unknown][] = [
    ["a large body", {}, text(17_000)],
    ["a schema without a bound", { schema: doublingSchema }, { a: 1 }],
    ["unique objects", { schema: { properties: { list: { uniqueItems: true } } } }, { list: [] }],
    [
      "a pattern of many states over much",
      { where: { "body.repo": { regex: "(a?){150}b" } } },
      text(8000),
    ],
    [
      "a loop over much, in a loop",
      { template: "{% for x in body.list %}{% for y in body.list %}{{x}}{% endfor %}{% endfor %}" },
      { list: Array.from({ length: 200 }, () => 1) },
    ],
  ];
  it.each(there)("leaves %s to the thread that decides", async (_name, route, body) => {
    expect(await askedFor(routeWith(route), body)).toEqual(["judge"]);
  });

  it("takes no large body apart for its proof", async () => {
    const auth: RouteAuth = {
      kind: "preset",
      preset: "microsoft-graph",
      secrets: [{ value: "state-0123456789" }],
      toleranceMs: 1000,
    };
    expect(await askedFor(routeWith({ auth }), text(17_000))).toEqual(["verify"]);
    const bearer: RouteAuth = { kind: "bearer", secrets: [{ value: "token-0123456789" }] };
    expect(await askedFor(routeWith({ auth: bearer }), text(17_000))).toEqual(["judge"]);
  });
});

describe("a proof that takes the body apart", () => {
  it("is known of every preset that parses its body, and of Twilio and Slack, whose bodies here are forms", () => {
    const parse = vi.spyOn(JSON, "parse");
    const parsing = recordedRequests.filter((recording) => {
      parse.mockClear();
      verify(requestOf(recording), presetAuth(recording), recording.at);
      return parse.mock.calls.some(([parsed]) => parsed === recording.request.body);
    });
    parse.mockRestore();
    const expected = new Set([...parsing.map(({ preset }) => preset), "twilio", "slack"]);
    const known = new Set(recordedRequests.map(({ preset }) => preset));
    const reading = PRESETS.filter(
      ({ name: preset }) => known.has(preset) && readsBody(presetAuth({ preset, secret: "x" })),
    ).map(({ name }) => name);
    expect(reading).toEqual([...expected].sort());
  });
});

describe("the line", () => {
  const settle = (): void => {};
  const waiting = (name: "judge" | "verify", route = "a", bytes = 10): Waiting => ({
    work: { name, route } as Work,
    bytes,
    transfer: [],
    settle,
  });

  it("leaves half of its room to senders who have proven themselves", () => {
    const line = createWaitingLine({ maxWorks: 4, maxBytes: 100 });
    const add = (name: "judge" | "verify"): boolean => line.add(waiting(name), undefined);
    expect([add("verify"), add("verify"), add("verify")]).toEqual([true, true, false]);
    expect([add("judge"), add("judge"), add("judge")]).toEqual([true, true, false]);
  });

  it("lets them go first, each kind in its order", () => {
    const line = createWaitingLine({ maxWorks: 10, maxBytes: 1000 });
    line.add(waiting("verify", "a"), undefined);
    line.add(waiting("verify", "b"), undefined);
    line.add(waiting("judge", "c"), undefined);
    line.add(waiting("judge", "d"), undefined);
    const order = [1, 2, 3, 4, 5].map(() => line.next()?.work.route);
    expect(order).toEqual(["c", "d", "a", "b", undefined]);
  });

  it("counts what is done now, and takes one body that is larger than all room", () => {
    const line = createWaitingLine({ maxWorks: 10, maxBytes: 100 });
    expect(line.add(waiting("judge", "a", 500), undefined)).toBe(true);
    const current = line.next();
    expect(line.add(waiting("judge", "b", 1), current)).toBe(false);
    expect(line.add(waiting("judge", "b", 1), undefined)).toBe(true);
  });
});
