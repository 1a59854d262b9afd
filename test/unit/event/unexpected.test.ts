import { describe, expect, it } from "vitest";
import { createMemory } from "../../../src/event/memory.ts";
import { noteUnexpected, unexpectedOf, watchShape } from "../../../src/event/unexpected.ts";
import { createListener, told } from "../../support/told.ts";

const kinds = (listener: ReturnType<typeof createListener>): unknown[] =>
  unexpectedOf(listener.memory).map(({ kind, count }) => [kind, count]);
const turn = [
  told.rowOf("ann", "hi"),
  told.call("r1"),
  told.answer("r1", "Hello."),
  told.end("r1", { disposition: "visible", text: "Hello." }),
];

describe("what no rule expects is counted", () => {
  it("a message of the host's own whose end nothing tells", () => {
    const listener = createListener();
    listener.hears(told.sending("Maintenance at noon.", "irc:bob"));
    listener.waits(60_000);
    expect(kinds(listener)).toEqual([["sending-without-end", 1]]);
  });

  it("a reply that is announced and never sent", () => {
    const listener = createListener();
    listener.hears(...turn, told.reply("r1", "Hello.", "ann"));
    listener.waits(60_000);
    expect(kinds(listener)).toEqual([["reply-not-sent", 1]]);
  });

  it("an answer to somebody on a channel that no hook carries", () => {
    const listener = createListener();
    listener.hears(...turn);
    listener.waits(10_000);
    expect(kinds(listener)).toEqual([["reply-not-carried", 1]]);
  });

  it("what lacks what it always had", () => {
    const listener = createListener();
    listener.hears({ source: "hook", name: "message_sent", event: { text: "new" }, context: {} });
    listener.hears({ source: "hook", name: "message_sent", event: { text: "new" }, context: {} });
    expect(kinds(listener)).toEqual([["unknown-shape", 2]]);
  });

  it("and nothing else: a reply that is handed to a channel which confirms none", () => {
    const listener = createListener();
    listener.hears(...turn, told.reply("r1", "Hello.", "ann"), told.sending("Hello.", "irc:ann"));
    listener.waits(60_000);
    expect(kinds(listener)).toEqual([]);
  });
});

describe("the sample of it", () => {
  it("has keys, lengths and kinds, and no contents", () => {
    const memory = createMemory();
    const event = {
      text: "a secret",
      kind: "final",
      ids: ["12345"],
      nested: { to: "+4930", n: 7 },
    };
    watchShape(memory, { source: "hook", name: "message_sent", at: 5, event, context: {} });
    expect(unexpectedOf(memory)[0]?.sample).toEqual({
      source: "hook",
      name: "message_sent",
      at: 5,
      event: {
        text: "[8 characters]",
        kind: "final",
        ids: ["[5 characters]"],
        nested: { to: "[5 characters]", n: "[number]" },
      },
      context: {},
    });
  });

  it("is the first one, and ends where it goes round in circles", () => {
    const memory = createMemory();
    const round: Record<string, unknown> = {};
    round["self"] = round;
    noteUnexpected(memory, 1, "unknown-shape", round);
    noteUnexpected(memory, 2, "unknown-shape", { other: true });
    const [seen] = unexpectedOf(memory);
    expect(seen).toMatchObject({ count: 2, firstAt: 1, lastAt: 2 });
    expect(JSON.stringify(seen?.sample)).toContain("[nested]");
  });
});
