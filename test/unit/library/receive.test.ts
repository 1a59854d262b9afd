import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import {
  accepted,
  memorySeen,
  receive,
  refuse,
  retryLater,
  type ReceiveOptions,
} from "../../../packages/openclaw-webhooks/src/index.ts";
import { eventOf } from "../../support/engine-fixture.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const at = new Date("2026-03-14T10:30:00Z");

/** A body, signed by the Standard Webhooks library and received. */
function sent(
  body: string,
  options: Partial<ReceiveOptions> = {},
  headers: Record<string, string> = {},
): ReturnType<typeof receive> {
  const id = "evt_1";
  const signed = {
    "webhook-id": id,
    "webhook-timestamp": String(at.getTime() / 1000),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
  const now = (): number => at.getTime();
  return receive(
    body,
    { ...signed, ...headers },
    { secret, now, report: () => undefined, ...options },
  );
}

const json = (type: string, id: string): string =>
  eventOf({ type, id }).json.replace("message.sent", type);

describe("handlers", () => {
  it("are called by type, with what the attempt's headers say", async () => {
    const calls: unknown[] = [];
    const options: Partial<ReceiveOptions> = {
      on: {
        "message.sent": ({ data }, attempt) => void calls.push([data.message.content, attempt]),
        "tool.called": () => void calls.push("another type"),
      },
      otherwise: ({ type }) => void calls.push(type),
    };
    await sent(json("message.sent", "evt_1"), options, {
      "x-openclaw-attempt": "3",
      "x-openclaw-delivery": "dlv_1",
      "x-openclaw-replay": "true",
    });
    await sent(json("session.created", "evt_2"), options);
    await sent(json("of.tomorrow", "evt_3"), options);
    expect(calls).toEqual([
      ["Hello", { at, delivery: "dlv_1", number: 3, replay: true, traceparent: undefined }],
      "session.created",
      "of.tomorrow",
    ]);
  });

  it("are not needed, and a type named like a property of objects has none", async () => {
    const answers = [
      await sent(json("message.sent", "evt_1")),
      await sent(json("constructor", "evt_2"), { on: {} }),
    ];
    expect(answers).toEqual([accepted(), accepted()]);
  });

  it("decide the answer, and what they throw is told to the operator alone", async () => {
    const reported: unknown[] = [];
    const failure = new Error("password=hunter2");
    const answer = (on: ReceiveOptions["on"]): ReturnType<typeof receive> =>
      sent(json("message.sent", "evt_1"), {
        ...(on && { on }),
        report: (each) => reported.push(each),
      });
    expect(await answer({ "message.sent": () => retryLater(1.2, "busy") })).toEqual({
      status: 503,
      body: "busy",
      headers: { "content-type": "text/plain; charset=utf-8", "retry-after": "2" },
    });
    expect(await answer({ "message.sent": () => Promise.reject(failure) })).toMatchObject({
      status: 500,
      body: "the handler failed",
    });
    expect(reported).toEqual([failure]);
  });

  it("get each event of a batch, as a list or as lines, up to the first that fails", async () => {
    const [first, second, third] = ["evt_1", "evt_2", "evt_3"].map((id) =>
      json("message.sent", id),
    );
    for (const body of [`[${first},${second},${third}]`, `${first}\n${second}\n${third}\n`]) {
      const handled: string[] = [];
      const answer = await sent(body, {
        on: {
          "message.sent": ({ id }) => {
            if (id === "evt_2") return retryLater(1);
            return void handled.push(id);
          },
        },
      });
      expect([answer.status, handled]).toEqual([503, ["evt_1"]]);
    }
  });
});

describe("what is signed and no event", () => {
  const CASES: [string, string][] = [
    ["text of a transform", '{"text":"Hello"}'],
    ["a string", '"Hello"'],
    ["null", "null"],
    ["no JSON", "Hello"],
    ["data that is a list", json("message.sent", "evt_1").replace(/"data":\{.*\}\}/, '"data":[]}')],
    ["one of two", `[${json("message.sent", "evt_1")},{"id":"x"}]`],
    ["nothing", ""],
  ];
  it.each(CASES)("%s is answered 422, and handled by nobody", async (_name, body) => {
    const handled: unknown[] = [];
    const answer = await sent(body, { otherwise: (event) => void handled.push(event) });
    expect([answer.status, answer.body, handled]).toEqual([
      422,
      expect.stringMatching(/^not-an-event: /),
      [],
    ]);
  });
});

describe("an event that comes twice", () => {
  const body = json("message.sent", "evt_1");

  it("is handled once, and again where its handling failed", async () => {
    const seen = memorySeen();
    const answers = [retryLater(1), refuse("no"), undefined, undefined];
    let calls = 0;
    const on = { "message.sent": () => answers[calls++] };
    const statuses = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await sent(body, { seen, on })).status);
    expect(statuses).toEqual([503, 422, 204, 204, 204]);
    expect(calls).toBe(3);
  });

  it("is answered 409 while it is being handled", async () => {
    const seen = memorySeen();
    const gate = Promise.withResolvers<void>();
    const on = { "message.sent": () => gate.promise };
    const first = sent(body, { seen, on });
    const begun = await sent(body, { seen, on });
    expect([begun.status, begun.headers["retry-after"]]).toEqual([409, "10"]);
    gate.resolve();
    expect((await first).status).toBe(204);
  });

  it("is forgotten where the handler threw", async () => {
    const seen = memorySeen();
    const failing = { "message.sent": () => Promise.reject(new Error("x")) };
    expect((await sent(body, { seen, on: failing })).status).toBe(500);
    let calls = 0;
    await sent(body, { seen, on: { "message.sent": () => void (calls += 1) } });
    expect(calls).toBe(1);
  });

  it("is a replay, handled where that is asked for, once for each", async () => {
    const replay = (delivery: string): Record<string, string> => ({
      "x-openclaw-replay": "true",
      "x-openclaw-delivery": delivery,
    });
    for (const [replays, expected] of [
      ["skip", 1],
      ["handle", 3],
    ] as const) {
      const seen = memorySeen();
      let calls = 0;
      const on = { "message.sent": () => void (calls += 1) };
      for (const headers of [{}, replay("dlv_2"), replay("dlv_2"), replay("dlv_3")]) {
        await sent(body, { seen, on, replays }, headers);
      }
      expect(calls).toBe(expected);
    }
  });
});
