import { describe, expect, it } from "vitest";
import { draftOf, formOf, toggled, unchosen } from "../../../src/ui/setup/form/draft.ts";
import type { EndpointAsWritten } from "../../../src/ui/data/answers.ts";

const TYPES = ["message.received", "message.sent", "tool.called"];
const WRITTEN: EndpointAsWritten = {
  name: "bot",
  origin: "https://api.telegram.org",
  events: ["message.*", "tool.called"],
  format: "telegram-bot",
  options: { chatId: "42", silent: "true" },
  hidden: [],
  agents: ["main"],
  allowPrivateNetwork: true,
  signed: true,
  others: [],
};

describe("a form", () => {
  it("says all of a new endpoint: every event, every agent, a secret", () => {
    const draft = draftOf(undefined, TYPES);
    expect(formOf({ ...draft, url: " https://a.test " }, undefined)).toEqual({
      name: "",
      url: "https://a.test",
      events: ["*"],
      secret: "auto",
    });
    expect(formOf({ ...draft, everyEvent: false }, undefined).events).toEqual(TYPES);
  });

  it("says nothing of an endpoint that nobody touched", () => {
    expect(formOf(draftOf(WRITTEN, TYPES), WRITTEN)).toEqual({});
    const everything = { ...WRITTEN, events: ["*"], agents: [] };
    expect(formOf(draftOf(everything, TYPES), everything)).toEqual({});
  });

  it.each([
    [{ name: "robot" }, { name: "robot" }],
    [{ url: "https://b.test" }, { url: "https://b.test" }],
    [{ events: ["tool.called", "message.*"] }, {}],
    [{ events: ["tool.called"] }, { events: ["tool.called"] }],
    [{ everyEvent: true }, { events: ["*"] }],
    [{ everyAgent: true }, { agents: [] }],
    [{ agents: ["main", "ops"] }, { agents: ["main", "ops"] }],
    [{ allowPrivateNetwork: false }, { allowPrivateNetwork: false }],
    [{ secret: "none" as const }, { secret: "none" }],
    [{ options: { chatId: "43", silent: "true" } }, { options: { chatId: "43" } }],
    [{ options: { chatId: "42", silent: "" } }, { options: { silent: "" } }],
    [
      { format: "slack", options: {} },
      { format: "slack", options: {} },
    ],
    [
      { format: "", options: {} },
      { format: "", options: {} },
    ],
    [
      { format: "ntfy", options: { topic: "t" } },
      { format: "ntfy", options: { topic: "t" } },
    ],
  ])("says what changed: %j", (changes, said) => {
    expect(formOf({ ...draftOf(WRITTEN, TYPES), ...changes }, WRITTEN)).toEqual(said);
  });

  it("asks for one at least, because none would mean every one", () => {
    const draft = { ...draftOf(WRITTEN, TYPES), events: [], agents: [] };
    expect(unchosen(draft)).toEqual(["events", "agents"]);
    expect(unchosen({ ...draft, everyEvent: true, everyAgent: true })).toEqual([]);
    expect(unchosen(draftOf(undefined, TYPES))).toEqual([]);
  });

  it("takes an item in, and out again", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});
