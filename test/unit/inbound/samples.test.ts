// What an agent is told where a route says nothing itself: the words of each preset, over requests as their senders
// make them, from the proof to the prompt.
import { describe, expect, it } from "vitest";
import { compileTemplate } from "../../../src/language/template/template.ts";
import { compileRoute } from "../../../src/inbound/decision/compile-route.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import { WORDINGS, wordingOf } from "../../../src/inbound/prompt/wording/wording.ts";
import { routeWith } from "../../support/routes.ts";
import { promptOf, SAMPLES, type Sample } from "../../support/samples.ts";

const NOTICE = "SECURITY NOTICE";

/** The operator's part, and the values of the block. */
function halves(prompt: string): { words: string; block: string } {
  const [words = "", block = ""] = prompt.split("\n\nThe values in brackets above");
  return { words, block: block.split("\n---\n")[1] ?? "" };
}

describe.each(SAMPLES)("the prompt of $preset ($name)", (sample) => {
  it("says every fact that a person looks for, and leaves out none", async () => {
    const prompt = await promptOf(sample);
    expect(sample.facts.length).toBeGreaterThan(0);
    expect(sample.facts.filter((fact) => !prompt.includes(fact))).toEqual([]);
    expect(prompt).not.toContain("[left out]");
    expect(prompt).not.toMatch(/the first \d+ of \d+ characters/);
  });

  it("begins with the sender and the event, and is a page long at most", async () => {
    const { words, block } = halves(await promptOf(sample));
    const [title = ""] = words.split("\n");
    const preset = PRESETS.find(({ name }) => name === sample.preset);
    const names = [preset?.title ?? "?", sample.preset].map(
      (name) => /^\w+?(?=s?\b)/.exec(name)?.[0],
    );
    expect(names.some((name) => title.toLowerCase().includes(name?.toLowerCase() ?? "?"))).toBe(
      true,
    );
    expect(words.split("\n").length).toBeLessThanOrEqual(24);
    expect(words.length + block.length).toBeLessThan(3000);
  });

  it("has no line without a value, and tells times so that a person reads them", async () => {
    const { words } = halves(await promptOf(sample));
    expect(words.split("\n").filter((line) => /^[A-Z][\w ]*: *$/.test(line))).toEqual(
      listHeads(words),
    );
    const times = words.split("\n").filter((line) => /^(?:Time|Start|End|Renews): /.test(line));
    for (const line of times) expect(line).toMatch(/: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
  });
});

/** A line that heads a list has its values below. */
function listHeads(words: string): string[] {
  const lines = words.split("\n");
  return lines.filter((line, index) => line.endsWith(":") && lines[index + 1]?.startsWith("- "));
}

describe("the words of presets", () => {
  it("are there for forty senders and more, each shown by a sample", () => {
    const shown = new Set(SAMPLES.map(({ preset }) => preset));
    expect(shown.size).toBeGreaterThanOrEqual(40);
    // Two pairs are one sender under two names.
    const twins = new Set(["forgejo", "grafana-timestamped", "lark"]);
    const unshown = [...WORDINGS.keys()].filter((name) => !shown.has(name) && !twins.has(name));
    expect(unshown).toEqual([]);
  });

  it("belong to a preset each, and can be read as templates", () => {
    const names = new Set(PRESETS.map(({ name }) => name));
    expect([...WORDINGS.keys()].filter((name) => !names.has(name))).toEqual([]);
    for (const wording of WORDINGS.values()) expect(compileTemplate(wording).ok).toBe(true);
  });

  it("give way to the route's own", async () => {
    const [sample] = SAMPLES.filter(({ preset }) => preset === "linear");
    const prompt = await promptOf(sample as Sample, "New: {{body.data.team.key}}");
    expect(prompt).toBe("New: WEB");
    expect(prompt).not.toContain(NOTICE);
  });

  it("are all that was sent, of a sender that has none of its own", () => {
    const { template: _, ...rest } = routeWith();
    const auth = { kind: "preset", preset: "webex", secrets: [] } as const;
    expect(wordingOf({ ...rest, auth })).toBe("Webex sent:\n{{ body }}");
  });

  it("are none where no preset says who sends", () => {
    const { template: _, ...rest } = routeWith();
    expect(wordingOf(rest)).toBeUndefined();
    expect(compileRoute(rest)).toEqual({ ok: false, problems: ["template: missing"] });
  });
});
