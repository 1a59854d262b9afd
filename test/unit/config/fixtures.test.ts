// Every config fixture, through the whole of config/.
import { describe, expect, it } from "vitest";
import { problemText } from "../../../src/config/problem/problem.ts";
import { resolveSettings } from "../../../src/config/resolve.ts";
import { context, problemsOf, readFixtures } from "./fixtures.ts";

describe("valid fixtures", () => {
  it.each(readFixtures("valid"))("$name holds nothing back once variables are set", ({ value }) => {
    const substituted = JSON.parse(JSON.stringify(value).replaceAll("${CRM_API_KEY}", "key-1"));
    const resolution = resolveSettings(substituted, context);
    expect(resolution.ok && resolution.settings.problems).toEqual([]);
  });
});

describe("invalid fixtures", () => {
  const invalid = readFixtures("invalid");

  it.each(invalid)("$name is answered with exactly its messages", ({ value, expected }) => {
    const found = problemsOf(resolveSettings(value, context)).map(problemText);
    expect(expected).not.toEqual([]);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it.each(invalid)("$name never shows a password or a header value", ({ value }) => {
    const shown = JSON.stringify(problemsOf(resolveSettings(value, context)));
    for (const secret of ["hunter2", "12345", "X-Injected", "whsec_"]) {
      expect(shown).not.toContain(secret);
    }
  });
});
