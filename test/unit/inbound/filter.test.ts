import { describe, expect, it } from "vitest";
import { compileFilter } from "../../../src/inbound/decision/words/filter.ts";
import { requestWith } from "../../support/inbound-content.ts";

const request = requestWith(
  { action: "opened", issue: { labels: [{ name: "bug" }] } },
  { headers: { "x-github-event": "issues" }, query: { env: "prod" } },
);

function passes(where: unknown): boolean {
  const compiled = compileFilter(where);
  if (!compiled.ok) throw new Error(compiled.problems.join("\n"));
  return compiled.passes(request);
}

describe("filter.where of a route", () => {
  it.each([
    [{ "body.action": { in: ["opened", "closed"] } }, true],
    [{ "body.issue.labels.name": "bug" }, true],
    [{ "headers.x-github-event": "push" }, false],
    [{ "query.env": "prod", route: "alert" }, true],
    [{ receivedAt: { gte: "2026-03-14T10:30:00.000Z" } }, true],
    [{ not: { "body.action": "opened" } }, false],
  ])("%j is %j", (where, expected) => {
    expect(passes(where)).toBe(expected);
  });

  it("points at what is wrong, and at the body for a path that starts nowhere", () => {
    expect(compileFilter({ action: "opened" })).toMatchObject({
      problems: [
        `filter.where.action: unknown path "action" (did you mean "body.action"?); paths start with body, headers, query, route, receivedAt`,
      ],
    });
  });

  it("tells what each condition found", () => {
    const compiled = compileFilter({ "body.action": "closed", "query.env": "prod" });
    if (!compiled.ok) throw new Error(compiled.problems.join("\n"));
    expect(compiled.explain(request)).toEqual([
      { at: `filter.where["body.action"]`, found: ["opened"], passed: false },
      { at: `filter.where["query.env"]`, found: ["prod"], passed: true },
    ]);
  });
});
