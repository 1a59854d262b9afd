// What `endpoints`, `explain`, `requests` and `test` show to a person, and to a program.
import { describe, expect, it } from "vitest";
import { endpoints, pause, resume } from "../../../src/cli/commands/endpoints.ts";
import { explain } from "../../../src/cli/commands/explain.ts";
import { listRequests, showRequest } from "../../../src/cli/commands/inbound/requests.ts";
import { test as sendTest } from "../../../src/cli/commands/test.ts";
import { textWidth } from "../../../src/cli/terminal/text-width.ts";
import { clockTime } from "../../../src/cli/terminal/time.ts";
import type { DeliveryRow } from "../../../src/view/delivery.ts";
import type { EndpointRow } from "../../../src/view/endpoint.ts";
import type { ExplanationView } from "../../../src/view/explanation.ts";
import type { RequestRow } from "../../../src/view/request.ts";
import { NOW, recordedCli, type RecordedCli } from "../../support/recorded-terminal.ts";

const LONG = "an-endpoint-with-a-rather-long-name-of-the-kind-that-people-choose";
const WORDS =
  "内部サーバーエラーが発生しました 🚨 and much more that the receiver has to say of it";
const LATER = "2026-03-14T10:35:00.000Z";
const digits = (number: number): string => String(number).padStart(32, "0");

const delivery: DeliveryRow = {
  id: `dlv_${digits(1)}`,
  eventId: `evt_${digits(1)}`,
  event: "endpoint.recovered",
  endpoint: LONG,
  status: "dead",
  attempts: 1,
  error: WORDS,
  createdAt: "2026-03-14T10:29:00.000Z",
  updatedAt: "2026-03-14T10:29:01.000Z",
};

const endpoint: EndpointRow = {
  endpoint: LONG,
  state: "parked",
  reason: `${WORDS}, until ${LATER}`,
  nextProbeAt: LATER,
  concurrency: { now: 1, max: 32 },
  origin: "https://hooks.example.com",
  events: ["*"],
  filter: [],
  transformed: false,
  signed: true,
  inFlight: 0,
  waiting: 1234,
  successRate: 0.256,
  p95: 1900,
  last: delivery,
};

const attempts = [
  { number: 1, at: delivery.createdAt, httpStatus: 500, error: "HTTP 500", timings: { total: 12 } },
];
const event = { id: `evt_${digits(1)}`, type: "endpoint.recovered", timestamp: LATER };

const explanation: ExplanationView = {
  event,
  endpoints: [
    {
      endpoint: LONG,
      configured: true,
      hears: true,
      checks: [{ at: 'filter.where["data.x"]', passed: false, found: [`"${WORDS}  !"`] }],
      delivery,
      attempts,
      next: `it was given up at ${LATER}`,
    },
  ],
};

const request: RequestRow = {
  id: `req_${digits(2)}`,
  route: "github-pushes-to-the-main-repository",
  status: "rejected",
  httpStatus: 401,
  failedStep: "authenticity",
  reason: WORDS,
  peer: "127.0.0.1",
  receivedAt: delivery.createdAt,
  updatedAt: delivery.updatedAt,
};
const twin: RequestRow = {
  ...request,
  id: `req_${digits(3)}`,
  status: "duplicate",
  duplicateOf: request.id,
};
delete twin.failedStep;
delete twin.reason;

const shown = {
  request,
  method: "POST",
  verdicts: [{ step: "authenticity" as const, ok: false, detail: WORDS }],
};

type Show = (cli: RecordedCli, options: { json?: boolean }) => Promise<void>;
const paused: Show = (cli, options) => pause(cli, LONG, options);
const COMMANDS: [name: string, answer: object, lines: number, show: Show][] = [
  ["endpoints", { endpoints: [endpoint, endpoint] }, 2, endpoints],
  ["pause", { endpoint: LONG, state: "paused", reason: WORDS }, 1, paused],
  ["resume", { endpoint: LONG, state: "ok" }, 1, (cli, options) => resume(cli, LONG, options)],
  ["explain", explanation, 1, (cli, options) => explain(cli, delivery.id, options)],
  ["requests list", { requests: [request, twin] }, 2, listRequests],
  ["requests show", shown, 1, (cli, options) => showRequest(cli, request.id, options)],
];

const items = [
  { id: twin.id, status: "failed" as const, reason: WORDS },
  { id: request.id, status: "completed" as const },
  { id: delivery.id.replace("dlv", "req") },
];

describe("requests show, of a request of several items", () => {
  it("says of each how it stands, within the terminal", async () => {
    const cli = recordedCli([{ ...shown, items }], 80);
    await showRequest(cli, request.id, {});
    const head = cli.printed.indexOf("its 3 items:");
    expect(cli.printed[head + 1]).toContain(`  ${twin.id}  failed  `);
    expect(cli.printed).toContain(`  ${request.id}  completed`);
    expect(cli.printed.join(" ")).toContain("no longer in the log");
    for (const line of cli.printed) expect(textWidth(line), line).toBeLessThanOrEqual(80);
  });

  it("says of one of them which request held it", async () => {
    const batch = { of: twin.id, index: 2, count: 3 };
    const cli = recordedCli([{ ...shown, batch }]);
    await showRequest(cli, request.id, {});
    expect(cli.printed).toContain(`item 3 of 3 of ${twin.id}`);
  });
});

describe.each(COMMANDS)("%s", (_, answer, count, show) => {
  it.each([80, 100, 120, 160])("fits %d columns", async (columns) => {
    const cli = recordedCli([answer], columns);
    await show(cli, {});
    expect(cli.printed.length).toBeGreaterThan(0);
    for (const line of cli.printed) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
  });

  it("prints with --json one object per line and nothing else", async () => {
    const cli = recordedCli([answer]);
    await show(cli, { json: true });
    expect(cli.printed).toHaveLength(count);
    for (const line of cli.printed) expect(JSON.parse(line)).toBeTypeOf("object");
    expect(cli.notices).toEqual([]);
  });
});

describe("endpoints", () => {
  it("says how many wait, and on a wide terminal how well and how fast it goes", async () => {
    const narrow = recordedCli([{ endpoints: [endpoint] }], 80);
    await endpoints(narrow, {});
    expect(narrow.printed[0]).toMatch(/^ENDPOINT +STATE +WAITING +LAST +STATUS +ORIGIN$/);
    expect(narrow.printed[1]).toMatch(/… +parked +1234 +\d\d:\d\d:\d\d +dead +https:/);
    const wide = recordedCli([{ endpoints: [endpoint] }], 150);
    await endpoints(wide, {});
    expect(wide.printed[0]).toMatch(/STATUS +OK +P95 +ORIGIN$/);
    expect(wide.printed[1]).toContain(`${LONG}  parked`);
    expect(wide.printed[1]).toMatch(/25\.6 % +1\.9 s +https:\/\/hooks\.example\.com$/);
  });
});

it("endpoints says below the row why a feed is unread or a proxy blocks, by the clock here", async () => {
  const { nextProbeAt: _probe, last: _last, ...of } = { ...endpoint, endpoint: "home" };
  const late = `its receiver has acknowledged nothing for an hour, 2 wait since ${LATER}`;
  const down = "proxy p:3128 refused the connection";
  const answer = {
    endpoints: [
      { ...of, state: "unread", origin: "feed", reason: late },
      { ...of, state: "blocked", reason: down },
    ],
  };
  const cli = recordedCli([answer], 150);
  await endpoints(cli, {});
  const [, ...lines] = cli.printed.map((line) => line.replaceAll(/ +/g, " "));
  expect(lines).toEqual([
    "home unread 1234 never 25.6 % 1.9 s feed",
    ` ${late.replace(LATER, clockTime(LATER, NOW))}`,
    "home blocked 1234 never 25.6 % 1.9 s https://hooks.example.com",
    ` ${down}`,
  ]);
});

describe("explain", () => {
  it("tells times as the clock here does, and how to send again what was given up", async () => {
    const cli = recordedCli([explanation], 120);
    await explain(cli, delivery.id, {});
    expect(cli.printed).toContain(`  Next: it was given up at ${clockTime(LATER, NOW)}.`);
    expect(cli.printed).toContain(`    openclaw webhook retry ${delivery.id}`);
  });

  it("keeps what was found as it is, and repeats no status as a reason", async () => {
    const cli = recordedCli([explanation], 200);
    await explain(cli, delivery.id, {});
    expect(cli.printed.join("\n")).toContain("of it  !");
    expect(cli.printed.filter((line) => line.includes("HTTP 500"))).toHaveLength(1);
  });
});

describe("requests list", () => {
  it("says of which request one is a duplicate", async () => {
    const cli = recordedCli([{ requests: [twin] }], 80);
    await listRequests(cli, {});
    expect(cli.printed[2]).toBe(`  ${twin.id} of ${request.id}`);
    const wide = recordedCli([{ requests: [twin] }], 160);
    await listRequests(wide, {});
    expect(wide.printed[1]).toContain(`of ${request.id}`);
  });
});

describe("test", () => {
  it("says of a sample that waits that it was not tried", async () => {
    const waits = { ...delivery, status: "pending" as const, attempts: 0, nextAttemptAt: LATER };
    const cli = recordedCli([{ sent: true, delivery: waits, event, attempts: [] }]);
    await expect(sendTest(cli, LONG, {})).rejects.toThrow(
      /^It waits, and was not tried yet\. Why: /,
    );
    expect(cli.printed.join("\n")).toContain("first try in 5 min");
  });
});
