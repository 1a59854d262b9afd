import { describe, expect, it } from "vitest";
import { createListener, told, type Listener } from "../../../support/told.ts";

const brief = (events: ReturnType<Listener["hears"]>): unknown[] =>
  events.map(({ type, delivery, runId, model, userId, trigger, to }) =>
    JSON.parse(JSON.stringify({ type, delivery, runId, model, userId, trigger, to })),
  );
const sentBy = (runId: string, rest: object): object => ({
  type: "message.sent",
  runId,
  model: `model of ${runId}`,
  ...rest,
});
/** Somebody writes, and an agent answers. */
const turn = (listener: Listener, user: string, runId: string, words: string): unknown =>
  listener.hears(
    told.rowOf(user, "hi"),
    told.call(runId),
    told.answer(runId, words),
    told.end(runId, { disposition: "visible", text: words }),
  );

describe("a reply over a channel that confirms nothing", () => {
  it("is told once, as handed, when nothing more came within a bounded time", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    const way = [told.reply("r1", "Hello.", "ann"), told.sending("Hello.", "irc:ann")];
    expect(listener.hears(...way)).toEqual([]);
    expect(listener.waits(4_000)).toEqual([]);
    const handed = { delivery: "handed", userId: "ann", trigger: "user", to: "irc:ann" };
    expect(brief(listener.waits(2_000))).toEqual([sentBy("r1", handed)]);
    expect(listener.waits(3_600_000)).toEqual([]);
  });

  it("is not told again when the channel confirms it late", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    listener.hears(told.reply("r1", "Hello.", "ann"), told.sending("Hello.", "irc:ann"));
    expect(listener.waits(6_000)).toHaveLength(1);
    expect(listener.hears(told.sent("Hello.", "ann"))).toEqual([]);
    expect(listener.waits(3_600_000)).toEqual([]);
  });

  it("is waited for longer once the channel was seen to confirm one", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    listener.hears(told.reply("r1", "Hello.", "ann"), told.sending("Hello.", "irc:ann"));
    expect(listener.hears(told.sent("Hello.", "ann"))).toHaveLength(1);
    turn(listener, "ann", "r2", "Again.");
    listener.hears(told.reply("r2", "Again.", "ann"), told.sending("Again.", "irc:ann"));
    expect(listener.waits(30_000)).toEqual([]);
    expect(brief(listener.hears(told.sent("Again.", "ann")))).toMatchObject([
      sentBy("r2", { delivery: "confirmed" }),
    ]);
  });
});

describe("what is told of a run", () => {
  it("is of that run, though another one of the session began meanwhile", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "To Ann.");
    listener.hears(told.rowOf("bob", "me too"), told.call("r2"));
    const events = listener.hears(
      told.reply("r1", "To Ann.", "ann"),
      told.sending("To Ann.", "irc:ann"),
      told.sent("To Ann.", "ann"),
    );
    expect(brief(events)).toEqual([
      sentBy("r1", { delivery: "confirmed", userId: "ann", trigger: "user", to: "ann" }),
    ]);
  });

  it("names nobody's run, model and user for words that no run wrote", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    listener.hears(told.reply("r1", "Hello.", "ann"), told.sending("Hello.", "irc:ann"));
    listener.hears(told.sent("Hello.", "ann"));
    const events = listener.hears(told.sending("Maintenance at noon.", "irc:bob"));
    events.push(...listener.hears(told.sent("Maintenance at noon.", "irc:bob")));
    expect(brief(events)).toEqual([{ type: "message.sent", delivery: "confirmed", to: "irc:bob" }]);
  });

  it("is not told of the host's own words", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    const notices = [
      told.reply(undefined, "Status: fine.", "ann"),
      told.reply("r1", "Fallback.", "ann", {
        payload: { text: "Fallback.", isFallbackNotice: true },
      }),
    ];
    const events = listener.hears(
      ...notices,
      ...["Status: fine.", "Fallback."].flatMap((words) => [
        told.sending(words, "irc:ann"),
        told.sent(words, "ann"),
      ]),
    );
    expect(events).toEqual([]);
    expect(listener.waits(600_000).filter(({ type }) => type === "message.sent")).toHaveLength(1);
  });
});

describe("the words of a turn of the clock", () => {
  const CRON = "agent:main:cron:job:run:s1";
  const report = [
    told.call("r9", CRON),
    told.answer("r9", "The report.", CRON),
    told.end("r9", undefined, CRON),
  ];

  it("have its run, wherever they are announced", () => {
    const listener = createListener();
    listener.hears(...report);
    const events = listener.hears(
      told.sending("The report.", "irc:ann"),
      told.sent("The report.", "irc:ann"),
    );
    expect(brief(events)).toEqual([
      sentBy("r9", { delivery: "confirmed", trigger: "cron", to: "irc:ann" }),
    ]);
    expect(listener.waits(600_000)).toEqual([]);
  });

  it("are told as produced when nobody is sent them", () => {
    const listener = createListener();
    expect(listener.hears(...report)).toEqual([]);
    expect(brief(listener.waits(10_000))).toEqual([
      sentBy("r9", { delivery: "produced", trigger: "cron" }),
    ]);
  });

  it.each(["HEARTBEAT_OK", "NO_REPLY", " HEARTBEAT_OK\n", "All is well. HEARTBEAT_OK"])(
    "are none where it says %j",
    (words) => {
      const listener = createListener();
      listener.hears(
        told.call("r9", CRON),
        told.answer("r9", words, CRON),
        told.end("r9", { disposition: "visible", text: words }, CRON),
      );
      expect(listener.waits(600_000)).toEqual([]);
    },
  );
});

describe("a delivery that comes after its reply was told as produced", () => {
  it("is not told as well", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    expect(brief(listener.waits(10_000))).toMatchObject([sentBy("r1", { delivery: "produced" })]);
    const late = [
      told.reply("r1", "Hello.", "ann"),
      told.sending("Hello.", "irc:ann"),
      told.sent("Hello.", "ann"),
    ];
    expect(listener.hears(...late)).toEqual([]);
    expect(listener.waits(600_000)).toEqual([]);
  });
});

describe("a reply that the host cuts", () => {
  it("is told whole, as the transcript has it", () => {
    const listener = createListener();
    const whole = "word ".repeat(2_000).trim();
    listener.hears(
      told.row({ content: "hi", idempotencyKey: "r1:user" }),
      told.call("r1"),
      told.answer("r1", whole),
      told.end("r1", { disposition: "visible", text: `${whole.slice(0, 4_094)}…` }),
    );
    expect(listener.waits(2_000)).toMatchObject([{ message: { content: whole } }]);
  });
});

describe("a reply that the host hands on twice", () => {
  const media = (path: string): object => ({ payload: { text: "Look.", mediaUrls: [path] } });

  it("is one: first with the path that the model gave, then with the host's copy", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Look.\nMEDIA:./a.png");
    const events = listener.hears(
      told.reply("r1", "Look.", "ann", media("./a.png")),
      told.sending("Look.", "irc:ann"),
      told.reply("r1", "Look.", "ann", media("/state/media/a---1.png")),
      told.sending("Look.", "ann"),
      told.sent("Look.", "ann"),
    );
    expect(events).toMatchObject([{ message: { content: "Look.", media: [{ kind: "image" }] } }]);
    expect(JSON.stringify(events)).not.toContain(".png");
    expect(listener.waits(600_000)).toEqual([]);
  });
});

describe("a refused reply that the host tries again", () => {
  it("is an error, and then a reply that was sent, of the same run", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    const events = listener.hears(
      told.reply("r1", "Hello.", "ann"),
      told.sending("Hello.", "irc:ann"),
      told.sent("Hello.", "ann", { success: false, error: "blocked" }),
      told.sent("Hello.", "ann", { success: false, error: "blocked" }),
      told.sending("Hello.", "irc:ann"),
      told.sent("Hello.", "ann"),
    );
    expect(events.map(({ type, runId }) => [type, runId])).toEqual([
      ["error.occurred", "r1"],
      ["message.sent", "r1"],
    ]);
  });
});

describe("what the tool `message` sends", () => {
  const calling = told.tool("r1", {
    phase: "start",
    name: "message",
    toolCallId: "c1",
    args: { action: "send", target: "bob", message: "Dinner?" },
  });

  it("is of the run that called it, and not of the session that the host files it under", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "NO_REPLY");
    listener.hears(calling);
    const events = listener.hears(
      told.sending("Dinner?", "irc:bob", "agent:main:irc:a:direct:ann"),
      told.sent("Dinner?", "irc:bob", { sessionKey: "agent:main:irc:a:direct:ann" }),
    );
    expect(events).toMatchObject([{ runId: "r1", sessionKey: "agent:main:main", to: "irc:bob" }]);
  });
});

describe("one place that hooks name in two ways", () => {
  it("is found by its session", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    const events = listener.hears(
      told.reply("r1", "Hello.", "user:ann"),
      told.sending("Hello.", "channel:77"),
      told.sent("Hello.", "channel:77", { sessionKey: "agent:main:main" }),
    );
    expect(brief(events)).toMatchObject([sentBy("r1", { delivery: "confirmed" })]);
    expect(listener.waits(600_000)).toEqual([]);
  });
});

describe("the host's notice that it gives a reply up", () => {
  it("is a reply that did not arrive, and none itself", () => {
    const listener = createListener();
    turn(listener, "ann", "r1", "Hello.");
    const notice = "OpenClaw couldn't produce or deliver a reply. Reference: r1.";
    const events = listener.hears(
      told.reply("r1", "Hello.", "ann"),
      told.sending("Hello.", "irc:ann"),
      told.reply("r1", notice, "ann"),
      told.sending(notice, "irc:ann"),
      told.sent(notice, "ann"),
    );
    expect(events).toMatchObject([
      { type: "error.occurred", runId: "r1", error: { kind: "delivery" } },
    ]);
    expect(listener.waits(600_000)).toEqual([]);
  });
});
