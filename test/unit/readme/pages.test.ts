// Every sample of settings on a page of docs/: what it says is understood, and nothing in it is wrong but the
// addresses, which are placeholders, and the variables, which a reader sets.
import { readdirSync, readFileSync } from "node:fs";
import JSON5 from "json5";
import { describe, expect, it } from "vitest";
import { examine } from "../../../src/cli/offline/settings/examine.ts";

const docs = new URL("../../../docs/", import.meta.url);
const SAMPLES = readdirSync(docs)
  .filter((name) => name.endsWith(".md"))
  .flatMap((page) =>
    [...readFileSync(new URL(page, docs), "utf8").matchAll(/```json5\n(.*?)```/gs)].map(
      ([, text = ""], index) => [`${page}, sample ${index + 1}`, text] as const,
    ),
  );

const ROUTE = { agentId: "main", template: "{{body.id}}" };

/** Whole settings, a route under its name, or one setting of a route for each line. */
function settingsOf(text: string): object {
  if (text.startsWith("{")) return JSON5.parse(text);
  if (!text.startsWith("response:")) return { inbound: { endpoints: JSON5.parse(`{${text}}`) } };
  const lines = text.trim().split("\n");
  const routes = lines.map((line, index) => [
    `sample-${index}`,
    { ...ROUTE, ...JSON5.parse<object>(`{${line}\n}`) },
  ]);
  return { inbound: { endpoints: Object.fromEntries(routes) as object } };
}

/** What this Gateway is not told of: who the reader's own receivers and agents are. */
const isPlaceholder = (message: string): boolean => message.includes("is a sample's placeholder");

describe("the settings on the pages", () => {
  it("are there", () => expect(SAMPLES.length).toBeGreaterThanOrEqual(9));

  it.each(SAMPLES)("are understood: %s", (_, text) => {
    const around = { environment: {}, now: Date.UTC(2026, 10, 30), hostConfig: {} };
    const { problems } = examine(settingsOf(text), around);
    expect(problems.filter(({ message }) => !isPlaceholder(message))).toEqual([]);
  });

  it.each(SAMPLES)("take no variable that the host reads as a channel's: %s", (_, text) => {
    const names = [...text.matchAll(/\$\{(\w+)\}|id: "([A-Z_]+)"/g)].map(
      ([, one, two]) => one ?? two,
    );
    expect(
      names.filter((name) => /^(?:DISCORD|LINE|SLACK|TELEGRAM|MATRIX|TEAMS|SMS)_/.test(name ?? "")),
    ).toEqual([]);
  });
});
