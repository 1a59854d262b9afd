import { wrapExternalContent } from "openclaw/plugin-sdk/security-runtime";
import { expect, it } from "vitest";
import { HOST_READINGS } from "../../../src/inbound/prompt/host-grammar.ts";
import { compilePrompt } from "../../../src/inbound/prompt/prompt.ts";
import { requestWith } from "../../support/inbound-content.ts";
import { attempts } from "../../support/red-team.ts";

const set = attempts("/tmp/canary/canary.png");

function promptOf(template: string, body: unknown): string {
  const compiled = compilePrompt(template);
  if (!compiled.ok) throw new Error(compiled.problem);
  const wrap = (content: string, notice: boolean): string =>
    wrapExternalContent(content, { source: "webhook", includeWarning: notice });
  const gathered = { requests: [requestWith(body)], superseded: 0 };
  const result = compiled.prompt.render(gathered, wrap);
  if (!result.ok) throw new Error(result.error);
  return result.prompt;
}

// https://github.com/OWASP/www-project-top-10-for-large-language-model-applications/tree/main/2_0_vulns (2025)
const OWASP = [
  "Prompt injection",
  "Sensitive information disclosure",
  "Supply chain",
  "Data and model poisoning",
  "Improper output handling",
  "Excessive agency",
  "System prompt leakage",
  "Vector and embedding weaknesses",
  "Misinformation",
  "Unbounded consumption",
];

it("has one for each class of the OWASP list for LLM applications, in its order", () => {
  const listed = set.filter(({ name }) => name.startsWith("llm"));
  expect(listed.map(({ name }) => name.slice(0, 5))).toEqual(
    OWASP.map((_title, index) => `llm${String(index + 1).padStart(2, "0")}`),
  );
  expect(listed.map(({ title }) => title.split(":")[0])).toEqual(OWASP);
});

it.each(set)(
  "$name: outside the fence stands the operator's text",
  ({ template, body, outside }) => {
    expect(promptOf(template, body).split("\n\nThe values in brackets above")[0]).toBe(outside);
  },
);

it.each(set)("$name: the host finds nothing of its own", ({ template, body }) => {
  const prompt = promptOf(template, body);
  expect(
    HOST_READINGS.filter(({ sign }) => prompt.search(sign) >= 0).map(({ name }) => name),
  ).toEqual([]);
});
