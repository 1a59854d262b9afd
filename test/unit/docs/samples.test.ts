// Every block of code on every page is read by a test. Here: settings are understood, and nothing in them is wrong but
// the addresses, which are placeholders, and the variables, which a reader sets; JSON and events are what they say;
// templates can be read. Programs and commands have tests of their own, which are named here.
import { readFileSync } from "node:fs";
import JSON5 from "json5";
import { describe, expect, it } from "vitest";
import { examine } from "../../../src/cli/offline/settings/examine.ts";
import { compileTemplate } from "../../../src/language/template/template.ts";
import { validateEnvelope } from "../../support/event-schema.ts";
import { blocksOf, PAGES, placeOf, root, type Block } from "../../support/pages.ts";

const blocks = PAGES.flatMap(blocksOf);
const ofKind = (...kinds: string[]): [string, Block][] =>
  blocks.filter(({ kind }) => kinds.includes(kind)).map((block) => [placeOf(block), block]);

/** Read by what stands below, on whatever page. */
const READ_HERE = ["json5", "json5 auth", "json5 recipe", "json", "http", "liquid"];
/** Which test runs the programs of a page: it names the page, or takes it from a list. */
const RUN_BY: Record<string, Record<string, string>> = {
  bash: { "*": "test/unit/docs/commands.test.ts" },
  js: {
    "docs/verify.md": "test/unit/docs/verifiers.test.ts",
    "docs/pull.md": "test/integration/feed-page.test.ts",
    "docs/metrics.md": "test/integration/metrics-files.test.ts",
    "packages/openclaw-webhooks/README.md": "test/receiving/samples.ts",
  },
  ts: { "packages/openclaw-webhooks/README.md": "test/receiving/samples.ts" },
  yaml: { "docs/metrics.md": "test/integration/metrics-files.test.ts" },
  sql: { "docs/store.md": "test/contract/store-page.test.ts" },
};
/** Drawings, and an address to ask. */
const NO_CODE = "";

const ROUTE = { agentId: "main", template: "{{body.id}}" };
const OF_A_ROUTE = /^(?:auth|response): /;

/** Whole settings, an endpoint, routes under their names, or one setting for each line: of a route or an endpoint. */
function settingsOf(text: string): object {
  if (text.startsWith("{")) {
    const settings = JSON5.parse<object>(text);
    return "url" in settings ? { endpoints: [settings] } : settings;
  }
  if (text.startsWith("secret:"))
    return { endpoints: [{ url: "${A_URL}", ...JSON5.parse<object>(`{${text}}`) }] };
  if (!OF_A_ROUTE.test(text)) return { inbound: { endpoints: JSON5.parse(`{${text}}`) } };
  const lines = text.trim().split("\n");
  const routes = lines.map((line, index) => [
    `sample-${index}`,
    { ...ROUTE, ...JSON5.parse<object>(`{${line}\n}`) },
  ]);
  return { inbound: { endpoints: Object.fromEntries(routes) as object } };
}

/** Whatever the reader has to write: receivers and agents of their own. */
const isPlaceholder = (message: string): boolean => message.includes("is a sample's placeholder");

function problemsOf(text: string): string[] {
  const around = { environment: {}, now: Date.UTC(2026, 10, 30), hostConfig: {} };
  const { problems } = examine(settingsOf(text), around);
  return problems
    .map(({ path, message }) => `${path}: ${message}`)
    .filter((problem) => !isPlaceholder(problem));
}

describe("the blocks of code on the pages", () => {
  it("are there", () => expect(blocks.length).toBeGreaterThanOrEqual(90));

  it("are each read by a test", () => {
    const unread = blocks.filter(
      ({ kind, page }) =>
        kind !== NO_CODE &&
        !READ_HERE.includes(kind) &&
        (RUN_BY[kind]?.["*"] ?? RUN_BY[kind]?.[page]) === undefined,
    );
    expect(unread.map((block) => `${placeOf(block)} ${block.kind}`)).toEqual([]);
  });

  it("have the readers that are named", () => {
    const missing = Object.values(RUN_BY)
      .flatMap((pages) => Object.entries(pages))
      .filter(([page, test]) => {
        const source = readFileSync(`${root}${test}`, "utf8");
        return page !== "*" && !source.includes(page.replace(/^docs\//, ""));
      });
    expect(missing).toEqual([]);
  });
});

describe("the settings on the pages", () => {
  const samples = ofKind("json5", "json5 auth", "json5 recipe");

  it("are there", () => expect(samples.length).toBeGreaterThanOrEqual(25));

  it.each(samples)("are understood: %s", (_, { text }) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each(samples)("take no variable that the host reads as a channel's: %s", (_, { text }) => {
    const names = [...text.matchAll(/\$\{(\w+)\}|id: "([A-Z_]+)"/g)].map(
      ([, one, two]) => one ?? two,
    );
    expect(
      names.filter((name) => /^(?:DISCORD|LINE|SLACK|TELEGRAM|MATRIX|TEAMS|SMS)_/.test(name ?? "")),
    ).toEqual([]);
  });

  it("would be refused with a mistake", () => {
    expect(problemsOf("secret: [{ valeu: 1 }]")).not.toEqual([]);
    expect(problemsOf('auth: { preset: "githib", secret: "a secret" }')).not.toEqual([]);
    expect(() => problemsOf("{ endpoints: [ }")).toThrow("JSON5");
  });
});

describe("events and JSON on the pages", () => {
  it.each(ofKind("json"))("can be read, and events are as their schemas say: %s", (_, { text }) => {
    const value = JSON.parse(text) as Record<string, unknown>;
    expect("instanceId" in value ? validateEnvelope(value) : []).toEqual([]);
  });

  it.each(ofKind("http"))("is a request with its event: %s", (_, { text }) => {
    const [head = "", body = ""] = text.split("\n\n");
    const [first = "", ...headers] = head.split("\n");
    expect(first).toMatch(/^POST \/\S+$/);
    const names = headers.map((line) => /^([\w-]+): \S/.exec(line)?.[1]);
    expect(names).toEqual([
      "Content-Type",
      "X-OpenClaw-Event",
      "X-OpenClaw-Timestamp",
      "X-OpenClaw-Signature",
      "webhook-id",
      "webhook-signature",
    ]);
    // `…` stands for what is left out.
    const event = JSON.parse(body.replaceAll(",…}", "}")) as Record<string, unknown>;
    expect(validateEnvelope(event)).toEqual([]);
    expect(head).toContain(`X-OpenClaw-Event: ${String(event["type"])}\n`);
    expect(head).toContain(`webhook-id: ${String(event["id"])}\n`);
  });
});

describe("templates on the pages", () => {
  it.each(ofKind("liquid"))("can be read: %s", (_, { text }) => {
    expect(compileTemplate(text)).toMatchObject({ ok: true });
  });
});
