import { expect, it } from "vitest";
import { compileMessage } from "../../../src/inbound/prompt/message.ts";
import { requestWith } from "../../support/inbound-content.ts";

function textOf(template: string, body: unknown): string {
  const compiled = compileMessage(template);
  if (!compiled.ok) throw new Error(compiled.problem);
  const rendered = compiled.message.render(requestWith(body));
  if (!rendered.ok) throw new Error(rendered.error);
  return rendered.text;
}

it.each([
  ["a link", "https://evil.test/x", "https[:]//evil[.]test/x"],
  ["a bare domain", "see evil.com", "see evil[.]com"],
  ["a link in emphasis", "ht*tps*://evil.**com**", "ht*tps*[:]//evil[.]**com**"],
  ["an address", "a@b.com", "a[@]b[.]com"],
  ["a link that is labelled", "[x](https://evil.test)", "[x] (https[:]//evil[.]test)"],
  ["a link behind backslashes", "https\\://evil.test", "https\\ [:]//evil[.]test"],
  ["a mention of all", "@everyone", "[@]everyone"],
  ["Slack's mention of all", "<!channel>", "[<]!channel>"],
  ["Slack's and Discord's mention of one", "<@U123>", "[<] [@]U123>"],
  ["a tag", `<a href="x">`, `[<]a href="x">`],
  ["a tag in entities", "&lt;b&gt;", "[&]lt;b[&]gt;"],
  ["a command", "type /reset please", "type [/]reset please"],
])("what a sender wrote is not live: %s", (_, v, shown) => {
  expect(textOf("New: {{ body.v }}", { v })).toBe(`New: ${shown}`);
});

it("ordinary words and numbers stay as they are", () => {
  const v = "Disk 3.5 is full (95%): see log, at 10:30. a < b & c";
  expect(textOf("{{ body.v }}", { v })).toBe(v);
});

it("halves of a link do not meet", () => {
  expect(textOf("{{ body.a }}{{ body.b }}", { a: "https:", b: "//evil.test" })).toBe(
    "https[:]//evil[.]test",
  );
});

it("the operator's own link stays live", () => {
  const template = "[ticket](https://desk.test/{{ body.id }}) for @ops";
  expect(textOf(template, { id: 42 })).toBe("[ticket](https://desk.test/42) for @ops");
});
