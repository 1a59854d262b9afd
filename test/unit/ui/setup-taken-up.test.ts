import { describe, expect, it } from "vitest";
import type { Source } from "../../../src/ui/data/source.ts";
import { takenUp } from "../../../src/ui/setup/change/taken-up.ts";

/** Answers in turn; the last again and again. An error is one while the plugin is replaced. */
function sourceOf(...answers: (number | Error)[]): { source: Source; asked: () => number } {
  let asked = 0;
  const ask = async (method: string): Promise<unknown> => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    if (answer instanceof Error) throw answer;
    return { method, starts: answer };
  };
  return { source: { ask } as unknown as Source, asked: () => asked };
}

const atOnce = async (): Promise<void> => undefined;

describe("waiting until a change is in force", () => {
  it("ends with the next start, whatever is answered until then", async () => {
    const { source, asked } = sourceOf(3, 3, new Error("reloaded"), new Error("starting"), 4);
    expect(await takenUp(source, 3, atOnce)).toBe(true);
    expect(asked()).toBe(5);
  });

  it("ends where no start comes", async () => {
    const { source, asked } = sourceOf(3);
    expect(await takenUp(source, 3, atOnce)).toBe(false);
    expect(asked()).toBe(150);
  });
});
