import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../../src/config/settings.ts";
import { eventWith } from "../../../support/outbound.ts";
import { endpointOf } from "../../../support/engine-fixture.ts";
import { prepareEndpoint } from "../../../../src/outbound/prepare.ts";
import { prepared, tryOnce, TRIED_AT, type ReceiverAnswer } from "../../../support/one-try.ts";

const event = eventWith({ agentId: "main" });

async function outcome(settings: Partial<Endpoint>, answer: ReceiverAnswer) {
  const { settlement, effect } = await tryOnce(prepared(settings), event, () => answer);
  const { errorClass, error } = settlement.attempt ?? {};
  return { status: settlement.status, errorClass, error, effect: effect.kind };
}

function problemsOf(settings: Partial<Endpoint>): string[] {
  const preparation = prepareEndpoint(endpointOf(settings));
  return preparation.ok ? [] : preparation.problems;
}

const refusal = { status: 200, body: { errcode: 310_000, errmsg: "keywords not in content" } };

describe("what counts as delivered", () => {
  it("is a refusal in a 200 for DingTalk, with its code and words", async () => {
    expect(await outcome({ format: "dingtalk" }, refusal)).toEqual({
      status: "failed",
      errorClass: "answer",
      error: "DingTalk 310000: keywords not in content",
      effect: "refused",
    });
  });

  it("is by default a 2xx, whatever its body says", async () => {
    expect(await outcome({}, refusal)).toMatchObject({ status: "delivered", effect: "healthy" });
  });

  it.each([
    [{ where: { "body.errcode": 0 } }, refusal, "failed"],
    [{ where: { "body.errcode": 0 } }, { status: 200, body: { errcode: 0 } }, "delivered"],
    [{ where: { "body.errcode": 0 } }, { status: 500, body: { errcode: 0 } }, "failed"],
    [
      { where: { "headers.x-result": "ok" } },
      { status: 200, headers: { "x-result": "ok" } },
      "delivered",
    ],
    [{ where: { "headers.x-result": "ok" } }, { status: 200 }, "failed"],
    [{ where: { body: "OK" } }, { status: 200, body: "OK" }, "delivered"],
    [{ where: { body: { contains: "OK" } } }, { status: 200, body: "<p>NO</p>" }, "failed"],
    [{ status: [200, 409] }, { status: 409 }, "delivered"],
    [{ status: [200] }, { status: 204 }, "failed"],
    [{ status: ["4xx"] }, { status: 404 }, "delivered"],
    [{ status: [202], where: { status: 202 } }, { status: 202 }, "delivered"],
  ] as const)("success %j, answer %j: %s", async (success, answer, status) => {
    expect((await outcome({ success }, answer)).status).toBe(status);
  });

  it("tells the receiver's own words, from where they usually stand", async () => {
    const success = { where: { "body.ok": true } };
    const said = async (body: unknown, status = 200) =>
      (await outcome({ success }, { status, body })).error;
    expect(await said({ errcode: 310_000, errmsg: "no keyword" })).toBe("310000: no keyword");
    expect(await said({ ok: false, error: "channel_not_found" })).toBe("channel_not_found");
    expect(await said({ error: { code: 7, message: "no" } }, 400)).toBe("HTTP 400: 7: no");
    expect(await said("invalid_payload\nline two", 400)).toBe("HTTP 400: invalid_payload line two");
    expect(await said("<html>…</html>", 502)).toBe("HTTP 502");
    expect(await said({})).toBe("HTTP 200, but the answer is not what success asks for");
    expect(await said({ message: "x".repeat(5000) })).toHaveLength(300);
  });

  it("never repeats a secret that the receiver sends back", async () => {
    const settings: Partial<Endpoint> = {
      success: { where: { "body.ok": true } },
      url: "https://example.com/hook/T0K3N-abcdefgh",
      headers: { Authorization: "Bearer sesame-open-now" },
      options: {},
    };
    delete settings.options;
    const body = { error: "no sesame-open-now at /hook/T0K3N-abcdefgh" };
    const { error } = await outcome(settings, { status: 200, body });
    expect(error).toBe("no [masked] at [masked]");
  });
});

describe("for what no retry comes", () => {
  it.each([
    [{ status: [400, 404] }, { status: 404 }, "dead"],
    [{ status: [400, 404] }, { status: 500 }, "failed"],
    [{ status: ["4xx"] }, { status: 422 }, "dead"],
    [{ where: { "body.permanent": true } }, { status: 500, body: { permanent: true } }, "dead"],
    [{ where: { "body.permanent": true } }, { status: 500, body: {} }, "failed"],
    [{ status: [200] }, { status: 200 }, "delivered"],
  ] as const)("giveUpOn %j, answer %j: %s", async (giveUpOn, answer, status) => {
    expect((await outcome({ giveUpOn }, answer)).status).toBe(status);
  });

  it("says so", async () => {
    expect(await outcome({ giveUpOn: { status: [400] } }, { status: 400 })).toEqual({
      status: "dead",
      errorClass: "status",
      error: "HTTP 400 (no retry: giveUpOn)",
      effect: "refused",
    });
  });

  it("is held to what the endpoint says and to what its format says", async () => {
    const malformed = { status: 200, body: { errcode: 400_105, errmsg: "msgtype" } };
    const settings = { format: "dingtalk", giveUpOn: { where: { "body.errcode": 310_000 } } };
    expect((await outcome(settings, malformed)).status).toBe("dead");
    expect((await outcome(settings, refusal)).status).toBe("dead");
  });
});

it("slows down for a receiver that is asked too often, and waits as long as its body says", async () => {
  const often = { status: 200, body: { errcode: 130_101, errmsg: "send too fast" } };
  expect(await outcome({ format: "dingtalk" }, often)).toMatchObject({
    status: "failed",
    effect: "overloaded",
  });
  const limited = {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: 64.57 },
  };
  const tried = await tryOnce(prepared({ format: "discord" }), event, () => limited);
  expect(tried.effect).toMatchObject({ kind: "overloaded", notBefore: TRIED_AT + 64_570 });
  expect(tried.settlement.nextAttemptAt).toBe(TRIED_AT + 64_570);
});

it("reads numbers that no double holds", async () => {
  const discord = { status: 429, body: '{"retry_after":64.30099999904632568}' };
  const limited = await tryOnce(prepared({ format: "discord" }), event, () => discord);
  expect(limited.settlement.nextAttemptAt).toBe(TRIED_AT + 64_301);
  const answer = { status: 200, body: '{"code":8202522731445525542}' };
  const success = { where: { "body.code": "8202522731445525543" } };
  expect((await outcome({ success }, answer)).error).toBe("8202522731445525542");
  const right = { where: { "body.code": "8202522731445525542" } };
  expect((await outcome({ success: right }, answer)).status).toBe("delivered");
});

it("says where a condition over an answer is wrong", () => {
  expect(
    problemsOf({
      success: { where: { "data.errcode": 0 } },
      giveUpOn: { where: { "body.code": { equals: 1 } } },
    }),
  ).toEqual([
    'success.where["data.errcode"]: unknown path "data"; paths start with status, headers, body'.replace(
      'unknown path "data"',
      'unknown path "data.errcode" (did you mean "body.data.errcode"?)',
    ),
    expect.stringMatching(/^giveUpOn\.where\["body\.code"\]\.equals: unknown operator/),
  ]);
});
