import { describe, expect, it } from "vitest";
import { judge } from "../../../src/engine/attempt/outcome.ts";
import type { Outcome, Result } from "../../../src/engine/attempt/outcome.ts";
import { reply } from "../../support/engine-fixture.ts";

const now = 1_000_000;

function outcomeOf(result: Result, attemptNumber = 1): Outcome {
  const policy = { kind: "schedule", delaysMs: [5000, 30_000] } as const;
  return judge({ result, policy, attemptNumber, now, random: () => 0 });
}

function failure(permanent?: boolean): Result {
  return {
    kind: "failure",
    errorClass: permanent ? "refused" : "connect",
    message: "example.com:443 refused the connection",
    ...(permanent && { permanent }),
    timings: { total: 3 },
  };
}

describe("what an attempt means", () => {
  it.each([200, 201, 202, 204, 299])("HTTP %i is delivered", (status) => {
    expect(outcomeOf(reply(status))).toEqual({
      status: "delivered",
      endpoint: { kind: "healthy" },
    });
  });

  it.each([400, 401, 403, 404, 408, 409, 500, 501, 599])("HTTP %i is tried again", (status) => {
    expect(outcomeOf(reply(status))).toEqual({
      status: "failed",
      nextAttemptAt: now + 5000,
      errorClass: "status",
      reason: `HTTP ${status}`,
      endpoint: { kind: status < 500 ? "refused" : "failed", reason: `HTTP ${status}` },
    });
  });

  it.each([301, 302, 307, 308])("the redirect %i is a failure that says what to do", (status) => {
    const outcome = outcomeOf(reply(status, { location: "https://elsewhere.example" }));
    expect(outcome).toMatchObject({ status: "failed", errorClass: "redirect" });
    expect(outcome).toHaveProperty("reason", expect.stringContaining("set the endpoint's url"));
  });

  it.each([429, 502, 503, 504])("HTTP %i also slows the endpoint down", (status) => {
    expect(outcomeOf(reply(status)).endpoint).toEqual({
      kind: "overloaded",
      reason: `HTTP ${status}`,
    });
  });

  it("Retry-After moves the retry and, on overload, the whole endpoint", () => {
    const overloaded = outcomeOf(reply(429, { "retry-after": "60" }));
    expect(overloaded).toMatchObject({ status: "failed", nextAttemptAt: now + 60_000 });
    expect(overloaded.endpoint).toMatchObject({ kind: "overloaded", notBefore: now + 60_000 });
    const broken = outcomeOf(reply(500, { "retry-after": "60" }));
    expect(broken).toMatchObject({ nextAttemptAt: now + 60_000, endpoint: { kind: "failed" } });
  });

  it("a short Retry-After does not shorten the schedule", () => {
    expect(outcomeOf(reply(503, { "retry-after": "1" }))).toHaveProperty(
      "nextAttemptAt",
      now + 5000,
    );
  });

  it("HTTP 410 disables the endpoint and keeps the delivery for later", () => {
    const outcome = outcomeOf(reply(410));
    expect(outcome.status).toBe("failed");
    expect(outcome.endpoint).toMatchObject({ kind: "disable" });
  });

  it("webhook-delivery: disable disables the endpoint whatever the status", () => {
    const headers = { "webhook-delivery": "disable" };
    expect(outcomeOf(reply(200, headers))).toMatchObject({
      status: "delivered",
      endpoint: { kind: "disable" },
    });
    expect(outcomeOf(reply(503, headers)).endpoint).toMatchObject({ kind: "disable" });
  });

  it("webhook-delivery: abort-message ends a failed delivery but not a delivered one", () => {
    const headers = { "webhook-delivery": " Abort-Message " };
    expect(outcomeOf(reply(400, headers)).status).toBe("dead");
    expect(outcomeOf(reply(200, headers)).status).toBe("delivered");
  });

  it("a failure of the network is tried again with its own reason", () => {
    expect(outcomeOf(failure())).toMatchObject({
      status: "failed",
      errorClass: "connect",
      reason: "example.com:443 refused the connection",
      endpoint: { kind: "failed", reason: "example.com:443 refused the connection" },
    });
  });

  it("a fault of the proxy is tried again, and says nothing of the endpoint", () => {
    const fault = { ...failure(), errorClass: "proxy" } as Result;
    expect(outcomeOf(fault)).toMatchObject({
      status: "failed",
      errorClass: "proxy",
      endpoint: { kind: "blocked", reason: "example.com:443 refused the connection" },
    });
  });

  it("a timeout is an overload", () => {
    const timeout = { ...failure(), errorClass: "timeout" } as Result;
    expect(outcomeOf(timeout).endpoint.kind).toBe("overloaded");
  });

  it("a permanent failure holds the endpoint, so that no further attempt is burnt", () => {
    expect(outcomeOf(failure(true))).toMatchObject({
      status: "failed",
      endpoint: { kind: "hold", reason: "example.com:443 refused the connection" },
    });
  });

  it("a body that cannot be rendered is dead at once", () => {
    expect(outcomeOf({ kind: "unrendered", message: "transform.text: no such filter" })).toEqual({
      status: "dead",
      errorClass: "render",
      reason: "transform.text: no such filter",
      endpoint: { kind: "none" },
    });
  });

  it("the last attempt of the schedule is followed by none", () => {
    expect(outcomeOf(reply(500), 2).status).toBe("failed");
    expect(outcomeOf(reply(500), 3)).toMatchObject({ status: "dead", reason: "HTTP 500" });
  });
});
