// What each fault of the lab means for a delivery: real sockets, the real transport, the real judgement.
import { describe, expect, onTestFinished, test } from "vitest";
import type { Endpoint } from "../../src/config/settings.ts";
import { tryDelivery, type Tried } from "../../src/engine/attempt/attempt.ts";
import { systemClock } from "../../src/engine/clock.ts";
import type { Effect } from "../../src/engine/attempt/outcome.ts";
import type { ErrorClass } from "../../src/engine/record.ts";
import { createTransport, type TransportOptions } from "../../src/engine/transport/transport.ts";
import { replyOf, type Behaviour } from "../../src/lab/behaviour.ts";
import { prepareEndpoint } from "../../src/outbound/prepare.ts";
import { endpointOf, eventOf } from "../support/engine-fixture.ts";
import {
  startFaultReceiver,
  testPem,
  type FaultReceiver,
  type FaultReceiverOptions,
} from "../support/fault-receiver.ts";

const TIMEOUT_MS = 400;
const RETRY_MS = 5000;

async function receiver(options?: FaultReceiverOptions): Promise<FaultReceiver> {
  const started = await startFaultReceiver(options);
  onTestFinished(() => started.close());
  return started;
}

/** Makes one attempt after the other, of deliveries that are new. */
function attempter(options?: TransportOptions): (overrides: Partial<Endpoint>) => Promise<Tried> {
  const transport = createTransport(options);
  onTestFinished(() => transport.close());
  return async (overrides) => {
    const retry = { kind: "schedule" as const, delaysMs: [RETRY_MS] };
    const timeouts = { timeoutMs: TIMEOUT_MS, connectTimeoutMs: TIMEOUT_MS };
    const preparation = prepareEndpoint(
      endpointOf({ allowPrivateNetwork: true, retry, ...timeouts, ...overrides }),
    );
    if (!preparation.ok) throw new Error(preparation.problems.join("; "));
    const event = eventOf();
    const delivery = {
      id: "dlv_1",
      eventId: event.id,
      eventType: event.type,
      endpoint: "main",
      status: "pending" as const,
      attempts: 0,
      createdAt: event.at,
      updatedAt: event.at,
    };
    const tried = await tryDelivery(
      {
        transport,
        clock: systemClock,
        random: () => 0,
        userAgent: "test",
        responseBytes: () => 64,
        signal: new AbortController().signal,
      },
      preparation.prepared,
      { delivery, event },
    );
    if (tried === undefined) throw new Error("the attempt was aborted");
    return tried;
  };
}

/** Where a retry is due, ms after the attempt began. */
function pauseOf({ settlement }: Tried): number {
  return (settlement.nextAttemptAt ?? Number.NaN) - (settlement.attempt?.at ?? Number.NaN);
}

async function meet(behaviour: Behaviour): Promise<Tried> {
  const target = await receiver();
  target.usually(replyOf(behaviour));
  return attempter()({ url: target.url });
}

const ok = (fault: Behaviour["fault"]): Behaviour => ({ status: 200, ...(fault && { fault }) });

describe("what is delivered all the same", () => {
  test.each<[string, Behaviour, number]>([
    ["any status from 200 to 299", { status: 204 }, 204],
    ["an answer that begins late", { status: 200, delayMs: 60 }, 200],
    ["a body that begins late", { status: 200, bodyDelayMs: 60 }, 200],
    ["a body without measure", ok({ kind: "oversize", bytes: 2 ** 30 }), 200],
    ["a gzip bomb", ok({ kind: "gzip-bomb", bytes: 50_000_000 }), 200],
  ])("%s", async (_name, behaviour, httpStatus) => {
    const { settlement, effect } = await meet(behaviour);
    expect(settlement).toMatchObject({ status: "delivered", attempt: { httpStatus } });
    expect(settlement).not.toHaveProperty("nextAttemptAt");
    expect(effect).toEqual({ kind: "healthy" });
    expect(settlement.attempt?.response?.length ?? 0).toBeLessThanOrEqual(64);
  });
});

describe("what is tried again", () => {
  test.each<[string, Behaviour, ErrorClass, Effect["kind"]]>([
    ["500", { status: 500 }, "status", "failed"],
    ["404", { status: 404 }, "status", "refused"],
    ["a redirect to itself", { status: 307, headers: { location: "/" } }, "redirect", "refused"],
    ["no answer", ok({ kind: "hang" }), "timeout", "overloaded"],
    ["an answer that begins too late", { status: 200, delayMs: 60_000 }, "timeout", "overloaded"],
    ["a body that begins too late", { status: 200, bodyDelayMs: 60_000 }, "timeout", "overloaded"],
    ["a body that trickles", ok({ kind: "trickle", everyMs: 20 }), "timeout", "overloaded"],
    ["a reset before the answer", ok({ kind: "reset", at: "before" }), "reset", "failed"],
    ["a reset after the headers", ok({ kind: "reset", at: "after-headers" }), "reset", "failed"],
    ["a reset in the status line", ok({ kind: "reset", at: 5 }), "reset", "failed"],
    ["a reset in the body", ok({ kind: "reset", at: 75 }), "reset", "failed"],
    ["a body that is cut short", ok({ kind: "truncate" }), "truncated", "failed"],
  ])("%s, by the schedule", async (_name, behaviour, errorClass, kind) => {
    const tried = await meet(behaviour);
    expect(tried.settlement).toMatchObject({ status: "failed", attempt: { errorClass } });
    expect(tried.effect).toMatchObject({ kind, reason: tried.settlement.attempt?.error });
    expect(pauseOf(tried)).toBeGreaterThanOrEqual(RETRY_MS);
    expect(pauseOf(tried)).toBeLessThan(RETRY_MS + 5000);
  });

  test("a redirect that leads back to itself, after one request", async () => {
    const target = await receiver();
    target.usually(replyOf({ status: 308, headers: { location: target.url } }));
    await attempter()({ url: target.url });
    expect(target.requests).toHaveLength(1);
  });

  test.each([429, 502, 503, 504])("%i, and the endpoint slows down", async (status) => {
    const { settlement, effect } = await meet({ status });
    expect(settlement).toMatchObject({ status: "failed", attempt: { errorClass: "status" } });
    expect(effect).toEqual({ kind: "overloaded", reason: `HTTP ${status}` });
  });

  test.each([
    ["in seconds", () => "30"],
    ["as a date", () => new Date(Date.now() + 31_000).toUTCString()],
  ])("not before Retry-After, %s", async (_name, retryAfter) => {
    const tried = await meet({ status: 503, headers: { "retry-after": retryAfter() } });
    expect(pauseOf(tried)).toBeGreaterThanOrEqual(29_000);
    expect(tried.effect).toMatchObject({ kind: "overloaded", notBefore: expect.any(Number) });
  });

  test("by the schedule where Retry-After is sooner", async () => {
    const tried = await meet({ status: 503, headers: { "retry-after": "1" } });
    expect(pauseOf(tried)).toBeGreaterThanOrEqual(RETRY_MS);
  });

  test.each<[string, NonNullable<FaultReceiverOptions["certificate"]>, boolean]>([
    ["an expired certificate", "expired", true],
    ["a certificate for another name", "other-name", true],
    ["a self-signed certificate", "good", false],
  ])("%s", async (_name, certificate, trusted) => {
    const target = await receiver({ certificate });
    const attempt = attempter(trusted ? { ca: testPem(certificate) } : {});
    const { settlement, effect } = await attempt({ url: target.url });
    expect(settlement).toMatchObject({ status: "failed", attempt: { errorClass: "tls" } });
    expect(settlement.nextAttemptAt).toBeGreaterThan(0);
    expect(effect).toMatchObject({ kind: "failed" });
    expect(target.requests).toHaveLength(0);
  });

  test("a name whose address changes: refused while it is private, missed while it is gone, then delivered", async () => {
    const target = await receiver();
    // 127.0.0.1 stands for the public address: it is the one that the endpoint may reach.
    const answers = [["169.254.169.254"], [], ["127.0.0.1"], ["10.0.0.1"]];
    const attempt = attempter({
      lookup: async () => {
        const [address] = answers.shift() ?? [];
        if (address === undefined) throw Object.assign(new Error(), { code: "ENOTFOUND" });
        return [{ address, family: 4 }];
      },
    });
    target.usually(replyOf({ status: 200, headers: { connection: "close" } }));
    const seen: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      const url = `http://receiver.test:${target.port}/`;
      const { settlement } = await attempt({ url, allowPrivateNetwork: ["127.0.0.1"] });
      seen.push([settlement.status, settlement.attempt?.errorClass]);
    }
    expect(seen).toEqual([
      ["failed", "refused"],
      ["failed", "dns"],
      ["delivered", undefined],
      ["failed", "refused"],
    ]);
    expect(target.requests).toHaveLength(1);
  });
});

describe("what ends it", () => {
  test("410: the endpoint is disabled, and the delivery waits for the operator", async () => {
    const { settlement, effect } = await meet({ status: 410 });
    expect(settlement.status).toBe("failed");
    expect(effect).toMatchObject({ kind: "disable" });
  });

  test("webhook-delivery: abort-message: this delivery alone", async () => {
    const headers = { "webhook-delivery": "abort-message" };
    const { settlement, effect } = await meet({ status: 400, headers });
    expect(settlement.status).toBe("dead");
    expect(settlement).not.toHaveProperty("nextAttemptAt");
    expect(effect).toMatchObject({ kind: "refused" });
  });
});

test("a reset at any byte before the last is never a delivery", async () => {
  const target = await receiver();
  const attempt = attempter();
  const whole = replyOf({ status: 200 })
    .map((step) => ("send" in step ? Buffer.from(step.send).length : 0))
    .reduce((sum, length) => sum + length, 0);
  for (let at = 0; at < whole; at += 9) {
    target.script(replyOf(ok({ kind: "reset", at })));
    const { settlement } = await attempt({ url: target.url });
    expect(settlement, `byte ${at} of ${whole}`).toMatchObject({
      status: "failed",
      attempt: { errorClass: "reset" },
    });
  }
});
