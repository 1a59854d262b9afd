import { readFileSync } from "node:fs";
import JSON5 from "json5";
import { describe, expect, it } from "vitest";
import { reportLines } from "../../../src/cli/offline/report-lines.ts";
import { checkText, type CheckReport } from "../../../src/cli/offline/settings/check-report.ts";
import { problemText } from "../../../src/config/problem/problem.ts";
import { readFixtures } from "../config/fixtures.ts";

const NOW = Date.parse("2026-03-14T10:30:00Z");
const SOUND = { name: "crm", url: "https://myhook.test/a", secret: "${CRM_SECRET}" };
const SCREEN = {
  columns: Infinity,
  colour: (_: unknown, text: string): string => text,
  now: (): number => NOW,
};
const RATE = { requests: 1, perMs: 1000 };
const ENVIRONMENT = { CRM_SECRET: "whsec_abc" };

function check(value: unknown, environment: Record<string, string> = ENVIRONMENT): CheckReport {
  return checkText(JSON5.stringify(value, null, 2), environment, NOW);
}

function textOf(kind: "valid" | "invalid", name: string): string {
  const file = new URL(`../../../fixtures/config/${kind}/${name}.json5`, import.meta.url);
  return readFileSync(file, "utf8");
}

/** What only the Gateway can know, so that offline it is a note or nothing. */
const AT_RUN_TIME = /: the (?:environment variable \w+ is not set|Gateway did not resolve)/;

describe("a file that is wrong", () => {
  const fixtures = readFixtures("invalid")
    .map((fixture) => ({
      ...fixture,
      expected: fixture.expected.filter((line) => !AT_RUN_TIME.test(line)),
    }))
    .filter(({ expected }) => expected.length > 0);

  it.each(fixtures)("$name is told what the Gateway would tell of it", ({ name, expected }) => {
    const { problems } = checkText(textOf("invalid", name), {}, NOW);
    // A preset more than that test knows makes another suggestion.
    const inAll = (line: string): string =>
      line.replace(/, (?:did you mean|expected one of).*/, "");
    expect(problems.map(problemText).map(inAll).toSorted()).toEqual(expected.map(inAll).toSorted());
  });

  it.each(fixtures)("$name has the place of each, in the order of the file", ({ name }) => {
    const { problems } = checkText(textOf("invalid", name), {}, NOW);
    const places = problems.map(({ line = 0, column = 0 }) => line * 10_000 + column);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(10_000);
  });

  it("is told where it stops being JSON5", () => {
    const { problems } = checkText("{\n  endpoints: [,]\n}", {}, NOW);
    expect(problems).toEqual([
      { path: "", message: "not valid JSON5: invalid character ',' at line 2, column 15" },
    ]);
  });

  it("is told what only templates, conditions and addresses show, at their place", () => {
    const text = [
      "{",
      "  endpoints: [{",
      "    name: 'a', url: 'http://169.254.169.254/', secret: 's',",
      "  }, {",
      "    name: 'b', url: 'https://myhook.test', secret: 's',",
      "    transform: { text: 'Hi {{ data.agentId' },",
      "    filter: { where: { 'data.tool.name': { inn: ['exec'] } } },",
      "  }],",
      "  inbound: { endpoints: {",
      "    alert: { agentId: 'main', template: '{% if %}', auth: { type: 'bearer', token: 't' } },",
      "  } },",
      "}",
    ].join("\n");
    const places = checkText(text, {}, NOW).problems.map(({ path, line, column }) => [
      path,
      line,
      column,
    ]);
    expect(places).toEqual([
      ["endpoints[0].url", 3, 21],
      ["endpoints[1].transform.text", 6, 24],
      ['endpoints[1].filter.where["data.tool.name"].inn', 7, 49],
      ["inbound.endpoints.alert.template", 10, 41],
    ]);
  });

  it("never shows a secret", () => {
    const shown = readFixtures("invalid").map(({ name }) =>
      JSON.stringify(checkText(textOf("invalid", name), {}, NOW)),
    );
    for (const secret of ["hunter2", "12345", "whsec_"]) {
      expect(shown.join("").replaceAll("(whsec_", "")).not.toContain(secret);
    }
  });
});

describe("a file that is right", () => {
  it.each(readFixtures("valid").filter(({ name }) => !name.startsWith("tutorial")))(
    "$name has no problems",
    ({ name }) => {
      expect(checkText(textOf("valid", name), {}, NOW).problems).toEqual([]);
    },
  );

  it("is the tutorial's block but for its placeholders, which hold it", () => {
    const { problems } = checkText(textOf("valid", "tutorial-block"), {}, NOW);
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'webhooks.endpoints[0].url: "your-server.com" is a sample\'s placeholder; write the address of your receiver',
      "webhooks.endpoints[0].secret: is a sample's placeholder that everybody knows; `openclaw webhook secret new` makes one",
    ]);
  });

  it("is one line when there is nothing to say", () => {
    const inbound = {
      endpoints: {
        alert: {
          agentId: "main",
          template: "Alert: {{body.title}}",
          auth: { preset: "github", secret: { source: "env", provider: "default", id: "GH" } },
        },
      },
    };
    const report = check({ endpoints: [SOUND], inbound }, { ...ENVIRONMENT, GH: "s" });
    expect(reportLines("webhooks.json5", report, SCREEN)).toEqual([
      "webhooks.json5: 1 endpoint, 1 route; no problems",
    ]);
  });
});

describe("what only the Gateway knows", () => {
  it("is a note when it is a variable that is not set here", () => {
    const { notes, unset } = checkText(textOf("valid", "tutorial-block"), {}, NOW);
    expect(unset).toEqual(["CRM_API_KEY"]);
    expect(notes).toEqual([
      {
        path: "webhooks.endpoints[0].headers.X-API-Key",
        message: "the variable CRM_API_KEY is not set here",
        line: 11,
        column: 31,
      },
    ]);
  });

  it("is put in where it is known: a variable that is no URL is one that is wrong", () => {
    const endpoint = { ...SOUND, url: "${CRM_URL}" };
    expect(check({ endpoints: [endpoint] }).problems).toEqual([]);
    const { problems } = check({ endpoints: [endpoint] }, { ...ENVIRONMENT, CRM_URL: "crm" });
    expect(problems).toMatchObject([{ path: "endpoints[0].url" }]);
  });

  it("is not asked for in a transform, where the shape of a reference is the operator's own", () => {
    const transform = { secret: { source: "env", id: "{{ id }}" } };
    const { problems, findings } = check({ endpoints: [{ ...SOUND, transform }] });
    expect([problems, findings]).toEqual([[], []]);
  });
});

describe("all of openclaw.json5", () => {
  const host = (config: unknown, rest: object = {}): object => ({
    gateway: { mode: "local" },
    agents: { entries: { main: {}, support: {} } },
    ...rest,
    plugins: { entries: { "event-webhooks": { enabled: true, config } } },
  });
  const wrong = { endpoints: [{ ...SOUND, evnts: [] }] };

  it.each([
    ["bare", wrong, "plugins.entries.event-webhooks.config.endpoints[0]"],
    ["wrapped", { webhooks: wrong }, "plugins.entries.event-webhooks.config.webhooks.endpoints[0]"],
  ])("has its problems told from its root (%s)", (_name, config, path) => {
    const [problem] = check(host(config)).problems;
    expect(problem).toMatchObject({ path });
    const lines = JSON5.stringify(host(config), null, 2).split("\n");
    expect(lines[(problem?.line ?? 0) - 1]?.slice((problem?.column ?? 0) - 1)).toBe("{");
    expect(lines[problem?.line ?? 0]).toContain("crm");
  });

  it("is told that a block at its root keeps the Gateway from starting", () => {
    const { plugins: _plugins, ...rest } = host({}) as Record<string, unknown>;
    const { problems, endpointCount } = check({ ...rest, webhooks: { endpoints: [SOUND] } });
    expect(problems).toMatchObject([{ path: "webhooks" }]);
    expect(problems[0]?.message).toContain("openclaw doctor --fix");
    expect(endpointCount).toBe(1);
  });

  it("is told when it has no settings of ours, or has them in another file", () => {
    expect(check({ gateway: {} }).problems).toMatchObject([
      { message: "holds nothing at plugins.entries.event-webhooks.config" },
    ]);
    const entries = (written: object): object => ({ gateway: {}, plugins: { entries: written } });
    expect(check(entries({ "event-webhooks": wrong })).problems).toMatchObject([
      {
        path: "plugins.entries.event-webhooks",
        message: 'holds settings itself, where nobody reads them: put them into "config"',
      },
    ]);
    expect(check(entries({ "openclaw-event-webhooks": { config: wrong } })).problems).toMatchObject(
      [
        {
          path: "plugins.entries.openclaw-event-webhooks",
          message: 'holds settings that nobody reads: the plugin\'s id is "event-webhooks"',
        },
      ],
    );
    const { problems, notes } = check(host({ $include: "./webhooks.json5" }));
    expect(problems).toEqual([]);
    expect(notes).toMatchObject([{ message: 'taken from "./webhooks.json5": check that file' }]);
  });

  it("knows its agents", () => {
    const route = { agentId: "suport", template: "x", auth: { type: "bearer", token: "${T}" } };
    const { problems } = check(host({ inbound: { endpoints: { alert: route } } }));
    expect(problems).toMatchObject([
      {
        path: "plugins.entries.event-webhooks.config.inbound.endpoints.alert.agentId",
        message: 'there is no agent "suport", did you mean "support"?',
      },
    ]);
    const schema = { type: "object", properties: { a: { type: "null" } } };
    const read = {
      ...route,
      agentId: "support",
      mode: "read",
      read: { schema, agentId: "reader" },
    };
    expect(check(host({ inbound: { endpoints: { alert: read } } })).problems).toMatchObject([
      {
        path: "plugins.entries.event-webhooks.config.inbound.endpoints.alert.read.agentId",
        message: expect.stringMatching(/^there is no agent "reader", expected one of /) as unknown,
      },
    ]);
  });
});

describe("an entry of allowPrivateNetwork that can match nothing", () => {
  it("is a problem at its place", () => {
    const allowPrivateNetwork = ["nas", "http://nas:8080"];
    const { problems } = check({ endpoints: [{ ...SOUND, allowPrivateNetwork }] });
    expect(problems.map(({ path, message }) => [path, message])).toEqual([
      [
        "endpoints[0].allowPrivateNetwork[1]",
        'matches nothing: write "nas", the host alone as it stands in a URL',
      ],
    ]);
  });
});

describe("a report for people", () => {
  it("names the place of what is wrong, and ends with the sum", () => {
    const report = checkText("{ endpoints: [{ url: 'https://myhook.test', evnts: [] }] }", {}, NOW);
    expect(reportLines("a.json5", report, SCREEN)).toEqual([
      "problem a.json5:1:15",
      '  endpoints[0]: unknown key "evnts", did you mean "events"?',
      "a.json5: 1 problem",
    ]);
  });

  it("tells the worst first, and once what is true of several", () => {
    const open = { agentId: "main", template: "Look", auth: "none", rateLimit: RATE };
    const report = check({
      endpoints: ["a", "b"].map((name) => ({
        name,
        url: `https://${name}.myhook.test`,
        secret: "whsec_in_the_clear",
        allowPrivateNetwork: ["10.0.0.0/8"],
      })),
      inbound: { endpoints: { one: open, two: open, here: { agentId: "main", template: "x" } } },
    });
    const lines = reportLines("a.json5", report, SCREEN);
    const labels = lines.flatMap((line) => /^(critical|warn|info) /.exec(line)?.[1] ?? []);
    expect(labels).toEqual(["critical", "critical", "warn", "info"]);
    expect(lines.slice(0, 2)).toEqual([
      'critical Route "one" lets anybody in',
      'critical Route "two" lets anybody in',
    ]);
    expect(lines.filter((line) => line.includes("Whoever finds its URL"))).toHaveLength(1);
    expect(lines.at(-1)).toBe(
      "a.json5: 2 endpoints, 3 routes; no problems, 2 critical, 1 warning, 1 hint",
    );
  });

  it.each([60, 80, 120])("fits %d columns", (columns) => {
    const report = check({ endpoints: [{ url: "http://10.0.0.1/a", secret: "x".repeat(40) }] });
    for (const line of reportLines("a.json5", report, { ...SCREEN, columns })) {
      expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});
