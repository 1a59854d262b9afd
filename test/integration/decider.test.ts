// The thread that decides, as it is: deadlines that end it, a line that goes on, bounds.
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/engine/clock.ts";
import { receive } from "../../src/inbound/receive.ts";
import {
  BOUNDS,
  createDecider,
  type Decider,
  type DeciderBounds,
} from "../../src/inbound/thread/decider.ts";
import { createDivision } from "../../src/inbound/thread/division.ts";
import type { Decision } from "../../src/inbound/decision/decide.ts";
import type { Route } from "../../src/config/route/route-settings.ts";
import { requestWith } from "../support/inbound-request.ts";
import { compiledRoute, doublingSchema, nestedBody, routeWith, judged } from "../support/routes.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const open: Decider[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((decider) => decider.end()));
});

const plain = routeWith({ template: "{{body.text}} is {{body.state}}" });
const doubling = routeWith({ name: "doubling", schema: doublingSchema });

function stage(bounds: Partial<DeciderBounds> = {}, workerUrl?: URL) {
  const decider = createDecider(
    { routes: [plain, doubling], ...(workerUrl && { workerUrl }) },
    systemClock,
    { ...BOUNDS, ...bounds },
  );
  open.push(decider);
  const wrap = (content: string, notice: boolean): string => `<<${notice ? "!" : ""}${content}>>`;
  const labour = createDivision({ decider, wrap, clock: systemClock });
  let sent = 0;
  const send = (route: Route, body: unknown): Promise<Decision> => {
    sent += 1;
    const request = requestWith({
      headers: { "content-type": "application/json" },
      rawBody: Buffer.from(JSON.stringify(body)),
      receivedAt: NOW,
    });
    const compiled = compiledRoute(route);
    return receive({ id: `req_${sent}`, request, compiled, wrap, now: NOW, labour });
  };
  return { send };
}

const statusOf = (decision: Decision): unknown =>
  decision.kind === "accepted" ? decision.kind : decision.answer.status;
const large = (text: string): object => ({ text, state: "green", filler: "x".repeat(20_000) });

describe("a request whose check does not end", () => {
  it("is refused at its deadline, with the step that took too long, and kept as rejected", async () => {
    const { send } = stage({ deadlineMs: 400 });
    const decision = judged(await send(doubling, nestedBody(20)));
    expect(statusOf(decision)).toBe(422);
    expect(decision.record).toMatchObject({ status: "rejected", httpStatus: 422 });
    const bytes = JSON.stringify(nestedBody(20)).length;
    expect(decision.record.bodyHash).toMatchObject({ bytes });
    expect(decision.record.verdicts.map(({ step, ok }) => [step, ok])).toEqual([
      ["route", true],
      ["authenticity", true],
      ["schema", false],
    ]);
    expect(decision.record.verdicts.at(-1)?.detail).toMatch(
      /^schema: took longer than 400 ms, and was ended; /,
    );
  });

  it("leaves this thread free meanwhile", async () => {
    const { send } = stage({ deadlineMs: 800 });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    await send(doubling, nestedBody(20));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });

  it("holds up those behind it, who come to their end in the next thread in their order", async () => {
    const { send } = stage({ deadlineMs: 400 });
    const ended: string[] = [];
    const sent = [
      send(doubling, nestedBody(20)),
      ...["one", "two", "three"].map((text) => send(plain, large(text))),
    ].map(async (decision) => {
      const { kind, record } = judged(await decision);
      ended.push(`${kind} ${record.job?.prompt ?? ""}`);
    });
    await Promise.all(sent);
    expect(ended).toEqual([
      "answered ",
      "accepted one is green",
      "accepted two is green",
      "accepted three is green",
    ]);
  });

  it("is refused too when it takes too much memory, and nothing else ends of it", async () => {
    const { send } = stage({ maxHeapMb: 32, deadlineMs: 20_000 });
    const decision = judged(await send(doubling, nestedBody(22)));
    expect(decision.record.verdicts.at(-1)?.detail).toMatch(/^schema: took more than 32 MB, /);
    expect(statusOf(await send(plain, large("next")))).toBe("accepted");
  });
});

describe("what waits", () => {
  it("is bounded: more is turned away with a time to come again, and nothing of it is kept", async () => {
    const { send } = stage({ deadlineMs: 400, maxWorks: 2 });
    const decisions = await Promise.all([
      send(doubling, nestedBody(20)),
      send(plain, large("one")),
      send(plain, large("two")),
    ]);
    expect(decisions.map(statusOf)).toEqual([422, "accepted", 503]);
    const [, , away] = decisions;
    expect(away).toMatchObject({
      kind: "turned away",
      answer: { headers: { "retry-after": "5" } },
    });
  });

  it("is bounded by bytes, but one body is always taken", async () => {
    const { send } = stage({ maxBytes: 30_000 });
    const sent = ["one", "two"].map((text) => send(plain, large(text)));
    expect((await Promise.all(sent)).map(statusOf)).toEqual(["accepted", 503]);
    expect(statusOf(await send(plain, { ...large("three"), more: "x".repeat(50_000) }))).toBe(
      "accepted",
    );
  });

  it("keeps the order of a route: a small one waits behind a large one", async () => {
    const { send } = stage();
    const ended: string[] = [];
    const sent = [large("large"), { text: "small", state: "red" }].map(async (body) => {
      ended.push(judged(await send(plain, body)).record.job?.prompt ?? "");
    });
    await Promise.all(sent);
    expect(ended).toEqual(["large is green", "small is red"]);
  });
});

describe("a thread that cannot be started", () => {
  it("is told to senders as busy, and asked for again by the next one", async () => {
    const { send } = stage({}, new URL("file:///nowhere/decide-thread.js"));
    expect(statusOf(await send(plain, large("one")))).toBe(503);
    expect(statusOf(await send(plain, large("two")))).toBe(503);
    expect(statusOf(await send(plain, { text: "small", state: "red" }))).toBe("accepted");
  });
});

describe("after the end", () => {
  it("nothing is taken, and what waited is turned away", async () => {
    const { send } = stage();
    const waiting = send(doubling, nestedBody(20));
    await setTimeout(0);
    await open[0]?.end();
    expect([await waiting, await send(plain, large("late"))].map(statusOf)).toEqual([503, 503]);
  });
});
