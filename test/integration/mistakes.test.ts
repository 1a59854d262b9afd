// Ordinary mistakes: each is said in the Gateway's log, in `check`, in the doctor, in the list and in the page with
// the same words; what is sound works, what is not records, and what it recorded is sent once it is mended.
import JSON5 from "json5";
import { Compile } from "typebox/compile";
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { checkText } from "../../src/cli/offline/settings/check-report.ts";
import { problemText } from "../../src/config/problem/problem.ts";
import type { Endpoint, Settings } from "../../src/config/settings.ts";
import { collectFindings } from "../../src/host/audit.ts";
import { currentSettings } from "../../src/host/current-settings.ts";
import { rawInbound } from "../../src/host/inbound/door/raw-inbound.ts";
import { processRelay } from "../../src/host/relay.ts";
import { listEndpoints } from "../../src/view/endpoint.ts";
import { listRoutes } from "../../src/view/route.ts";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";
import { AGENTS, MISTAKES } from "../support/mistakes.ts";

const manifest = JSON.parse(
  readFileSync(new URL("../../openclaw.plugin.json", import.meta.url), "utf8"),
) as { configSchema: Parameters<typeof Compile>[0] };
const manifestSchema = Compile(manifest.configSchema);

const PLACE = "plugins.entries.event-webhooks.config.";

/** All of the host's config, with the settings in their place. */
const hostConfig = (config: object): object => ({
  gateway: { mode: "local" },
  agents: { entries: Object.fromEntries(AGENTS.map((id) => [id, {}])) },
  plugins: { entries: { "event-webhooks": { enabled: true, config } } },
});

/** As the Gateway reads them, and what it then says. */
function load(config: object): { settings: Settings; log: string[] } {
  const log: string[] = [];
  const keep = (line: string): void => void log.push(line);
  const { settings } = currentSettings(config, AGENTS, { info: keep, warn: keep, error: keep });
  return { settings, log };
}

const withoutOwner = (line: string): string =>
  line.replace(/^(?:endpoint|route) "[^"]*"(?: is held)?: /, "");
const isSound = ({ held }: { held?: string }): boolean => held === undefined;

beforeEach(() => {
  processRelay().settings = undefined;
});

it("are forty at least, each said in words of its own", () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(40);
  for (const { name, says, warns = [] } of MISTAKES)
    expect([name, says.length + warns.length > 0]).toEqual([name, true]);
});

describe.each(MISTAKES)("$name", ({ config, says, warns = [], held = [], heldRoutes = [] }) => {
  it("keeps no Gateway from its start, and is said in its log, once", () => {
    expect(manifestSchema.Check(config)).toBe(true);
    const { log } = load(config);
    expect(log.map(withoutOwner)).toEqual([...says, ...warns]);
  });

  it("holds what it stands in and no more", async () => {
    const { settings } = load(config);
    const { endpoints, inbound } = settings;
    expect(endpoints.filter((one) => !isSound(one)).map(({ name }) => name)).toEqual(held);
    expect(inbound.routes.filter((one) => !isSound(one)).map(({ name }) => name)).toEqual(
      heldRoutes,
    );
    // A route that is held is answered: the door stands open for it.
    if (inbound.routes.length > 0) expect(rawInbound(config)).toBeDefined();
    const { routes } = await listRoutes({ listRequests: async () => [] }, inbound, "http://here");
    expect(routes.filter(({ state }) => state === "held").map(({ route }) => route)).toEqual(
      heldRoutes,
    );
  });

  it("is said by `check` at its place, and by the doctor", async () => {
    const text = JSON5.stringify(hostConfig(config), null, 2);
    const { problems, notes, unset, findings } = checkText(text, {}, 0);
    const missing = says.filter((line) => /is not set|did not resolve/.test(line));
    expect(notes).toHaveLength(missing.length);
    expect(unset).toHaveLength(missing.length);
    const placed = problems.map((one) => {
      expect(one.line).toBeGreaterThan(1);
      return problemText(one)
        .replace(PLACE, "")
        .replace(/^plugins[^:]*: /, "");
    });
    const wrapped = (line: string): string => line.replace(/^webhooks\.(?=endpoints)/, "");
    expect(placed.map(wrapped).toSorted()).toEqual(
      says.filter((line) => !missing.includes(line)).toSorted(),
    );
    const details = findings.map(({ detail }) => detail.replace(/\.$/, ""));
    for (const warning of warns) expect(details).toContain(warning.replace(/\.$/, ""));

    const host = hostConfig(config) as Parameters<typeof collectFindings>[0]["config"];
    const doctor = await collectFindings({
      config: host,
      sourceConfig: host,
      env: {},
      stateDir: "/nowhere",
    });
    const told = doctor.map(({ detail }) => detail).join("\n");
    for (const line of [...says, ...warns]) expect(told).toContain(line);
  });

  it("loses nothing: what works is sent, what is held is recorded, and sent once it is mended", async () => {
    const { settings } = load(config);
    const { endpoints } = settings;
    const first = await startInlineEngine({
      endpoints: [...endpoints],
      script: () => reply(200),
    });
    await first.engine.capture([eventOf({ type: "message.received" })]);
    await first.clock.advance(1000);
    const states = async (of: typeof first): Promise<Record<string, string>> =>
      Object.fromEntries((await of.deliveries()).map((one) => [one.endpoint, one.status]));
    const hears = (one: Endpoint): boolean => one.filter.agentIds?.includes("main") ?? true;
    const expected = endpoints
      .filter((one) => hears(one))
      .map((one) => [one.name, isSound(one) ? "delivered" : "pending"]);
    expect(await states(first)).toEqual(Object.fromEntries(expected));

    const { endpoints: healths } = await first.engine.health();
    const rows = await listEndpoints(first.store, endpoints, healths, first.clock.now());
    const shown = rows.endpoints.filter(({ state }) => state === "held");
    expect(shown.map(({ endpoint }) => endpoint)).toEqual(held);
    for (const { reason = "" } of shown) {
      expect(says.filter((line) => reason.includes(line))).not.toEqual([]);
    }

    const mended = endpoints.map(({ name }) => endpointOf({ name }));
    const second = await startInlineEngine({
      endpoints: mended,
      store: first.store,
      clock: first.clock,
      script: () => reply(200),
    });
    await second.clock.advance(1000);
    expect(new Set(Object.values(await states(second)))).toEqual(new Set(["delivered"]));
  });
});
