import { describe, expect, it } from "vitest";
import { unwrapped } from "../../../src/event/map/wrapped.ts";

describe("the words of a message on Nextcloud Talk", () => {
  // https://nextcloud-talk.readthedocs.io/en/latest/bots/ and .../chat/ (parameters of rich objects)
  const text = (message: string, parameters: object): string =>
    JSON.stringify({ message, parameters });
  const ada = { type: "user", id: "ada", name: "Ada Lovelace" };

  it.each([
    ["are taken out of the JSON around them", text("hello", {}), "hello"],
    [
      "name whom they mention",
      text("{mention-user1} hi", { "mention-user1": ada }),
      "@Ada Lovelace hi",
    ],
    [
      "name the file they share",
      text("{file}", { file: { type: "file", name: "a.pdf" } }),
      "a.pdf",
    ],
    ["keep a placeholder that nothing explains", text("{mention-user2}", {}), "{mention-user2}"],
    ["keep JSON of the user's own", '{"message":"hello"}', '{"message":"hello"}'],
    ["keep a text that only looks like it", '{"message":', '{"message":'],
    ["keep every other text", "hello", "hello"],
  ])("%s", (_, content, words) => {
    expect(unwrapped("nextcloud-talk", content)).toBe(words);
  });

  it("are left alone on every other channel", () => {
    expect(unwrapped("slack", text("hello", {}))).toBe(text("hello", {}));
    expect(unwrapped(undefined, text("hello", {}))).toBe(text("hello", {}));
  });
});
