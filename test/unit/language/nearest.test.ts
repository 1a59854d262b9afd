import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest, suggestion } from "../../../src/language/nearest.ts";

const word = fc.string({ maxLength: 8 });

describe("editDistance", () => {
  // Published examples: kitten/sitting (Levenshtein), CA/ABC is 3 in optimal string alignment.
  it.each([
    ["kitten", "sitting", 3],
    ["CA", "ABC", 3],
    ["recieved", "received", 1],
    ["", "abc", 3],
  ])("from %j to %j is %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it("is symmetric, zero only for equal words, and at most the longer length", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe("suggestion", () => {
  it("names the near one, and all of them when none is near", () => {
    expect(nearest("Message.Sent", ["message.sent", "tool.called"])).toBe("message.sent");
    expect(suggestion("zzz", ["message.sent", "*"])).toBe(', expected one of "message.sent", "*"');
  });
});
