// A first hour with mistakes in the genuine Gateway: the doctor, which wants it to stand still, changes nothing of what
// is wrong; then it is started once: what is wrong is saved, said and held, what is right goes on, and the mend sends
// what was recorded meanwhile.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { EndpointRow } from "../../../src/view/endpoint.ts";
import type { RouteRow } from "../../../src/view/route.ts";
import type { Gateway } from "../../support/gateway.ts";
import { MISTAKES, SOUND_ROUTE } from "../../support/mistakes.ts";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";

interface Case {
  /** Of the endpoint or route in this Gateway. */
  name: string;
  settings: Record<string, unknown>;
  /** What is said, without its place. */
  words: string[];
}

/** The host masks the word that follows `secret: ` in what it prints. */
const withoutPlace = (line: string): string => line.replace(/^[\w.[\]"-]+: (?:\S+ )?/, "");

/** Each mistake that is an endpoint's own, under a name of its own. */
const endpointCases: Case[] = MISTAKES.flatMap(({ config, says, held }, index) => {
  const [, wrong, ...more] = Array.isArray(config["endpoints"]) ? config["endpoints"] : [];
  const settings = wrong as Record<string, unknown> | undefined;
  if (held?.[0] !== "crm" || settings?.["name"] !== "crm" || more.length > 0) return [];
  const name = `mistake-${index}`;
  return [{ name, settings: { ...settings, name }, words: says.map(withoutPlace) }];
});

const routeCases: Case[] = MISTAKES.flatMap(({ config, says, heldRoutes }, index) => {
  const { endpoints } = (config["inbound"] ?? {}) as { endpoints?: Record<string, object> };
  const settings = endpoints?.["deploy"];
  if (heldRoutes?.[0] !== "deploy" || settings === undefined) return [];
  // Here the endpoint that is right has another name.
  const words = says.map(withoutPlace).map((line) => line.replace(/, did you mean "sound"\?/, ""));
  return [{ name: `mistake-${index}`, settings: { ...settings }, words }];
});

describe("mistakes in a running Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  let turn = 0;

  const sound = (): object => stage.endpoint({ name: "main-webhook" });
  const stored = (): object =>
    stage.endpoint({
      name: "stored",
      secret: { source: "store", provider: "default", id: "CRM_SECRET" },
    });
  const endpoints = async (): Promise<EndpointRow[]> =>
    ((await stage.host.call("eventWebhooks.endpoints", {})) as { endpoints: EndpointRow[] })
      .endpoints;
  const routes = async (): Promise<RouteRow[]> =>
    ((await stage.host.call("eventWebhooks.routes", {})) as { routes: RouteRow[] }).routes;
  const held = async (): Promise<string[]> =>
    (await endpoints().catch(() => []))
      .filter(({ state }) => state === "held")
      .map(({ endpoint }) => endpoint)
      .toSorted();
  const deliveredTo = (marker: string): number =>
    stage.receiver.received.filter(({ event }) => JSON.stringify(event.data).includes(marker))
      .length;

  /** A message that the endpoint that is right hears of. */
  async function say(): Promise<string> {
    turn += 1;
    const message = `turn number ${turn}`;
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message,
      idempotencyKey: `mistakes-${turn}`,
    });
    await expect.poll(() => deliveredTo(message), { timeout: 60_000 }).toBeGreaterThan(0);
    return message;
  }

  const wrongSettings = (): Record<string, unknown> => ({
    endpoints: [sound(), stored(), ...endpointCases.map(({ settings }) => settings)],
    inbound: {
      endpoints: {
        sound: SOUND_ROUTE,
        ...Object.fromEntries(routeCases.map(({ name, settings }) => [name, settings])),
      },
    },
  });

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
  });
  afterAll(() => stage.dispose());

  // In a host of its own: what else the doctor mends is not what a Gateway is started with here.
  it("are left by `openclaw doctor --fix` as they are, with their words", async () => {
    const mended = await createStage(inject("tarball"));
    try {
      const settings = async (): Promise<unknown> => {
        const written = JSON.parse(await readFile(mended.host.configPath, "utf8")) as Written;
        return written.plugins.entries["event-webhooks"];
      };
      await mended.configure(wrongSettings());
      const before = await settings();
      const doctor = await mended.host.run(["doctor", "--fix", "--non-interactive"]);
      expect(await settings()).toEqual(before);
      const told = doctor.stdout.replaceAll(/[\s│]+/g, "");
      for (const { words } of [...endpointCases, ...routeCases])
        for (const word of words) expect(told).toContain(word.replaceAll(/\s+/g, "").slice(0, 40));
    } finally {
      await mended.dispose();
    }
  });

  it("are said in the log and held, each of them and nothing beside", async () => {
    expect(endpointCases.length + routeCases.length).toBeGreaterThanOrEqual(25);
    await stage.configure({ endpoints: [sound()] });
    gateway = await stage.host.start();
    await stage.configure(wrongSettings());
    const names = [...endpointCases.map(({ name }) => name), "stored"].toSorted();
    await expect.poll(held, { timeout: 90_000 }).toEqual(names);
    const log = gateway.log();
    for (const [kind, cases] of [
      ["endpoint", endpointCases],
      ["route", routeCases],
    ] as const) {
      for (const { name, words } of cases) {
        const lines = log
          .split("\n")
          .filter((line) => line.includes(`event-webhooks: ${kind} "${name}" is held: `));
        // The host masks what looks like a credential, such as a sample of a header.
        for (const word of words)
          expect([name, lines.some((line) => line.includes(word.slice(0, 40)))]).toEqual([
            name,
            true,
          ]);
      }
    }
    const states = (await routes()).map(({ route, state }) => [route, state]);
    expect(Object.fromEntries(states)).toEqual({
      sound: "ok",
      ...Object.fromEntries(routeCases.map(({ name }) => [name, "held"])),
    });
  });

  it("keep nothing that is right from working, and are recorded for", async () => {
    const message = await say();
    const hears = (row: EndpointRow): boolean => row.waiting > 0;
    await expect
      .poll(
        async () => (await endpoints()).filter((row) => !hears(row)).map((row) => row.endpoint),
        {
          timeout: 30_000,
        },
      )
      .toEqual(["main-webhook"]);
    expect(message).toBe("turn number 1");
  });

  it("are told by the command line, each with its words", async () => {
    const [listed, served, checked] = await Promise.all(
      [["endpoints"], ["routes"], ["check"]].map((args) =>
        stage.host.run(["webhook", ...args, "--json"]),
      ),
    );
    const told = { listed: listed?.stdout ?? "", served: served?.stdout ?? "" };
    for (const { words } of endpointCases)
      for (const word of words) expect(told.listed).toContain(JSON.stringify(word).slice(1, -1));
    for (const { words } of routeCases)
      for (const word of words) expect(told.served).toContain(JSON.stringify(word).slice(1, -1));
    expect(checked?.code).toBe(1);
    const report = JSON.parse(checked?.stdout ?? "") as {
      problems: { message: string; line?: number }[];
      unset: string[];
    };
    const messages = report.problems.map(({ message }) => message);
    const all = [...endpointCases, ...routeCases].flatMap(({ words }) => words);
    for (const word of all.filter((line) => !/is not set|did not resolve/.test(line)))
      expect(messages.some((message) => message.includes(word))).toBe(true);
    expect(report.problems.filter(({ line }) => line === undefined)).toEqual([]);
    expect(report.unset.toSorted()).toEqual(["CRM_KEY", "CRM_SECRET", "CRM_URL", "GITHUB_SECRET"]);
  });

  it("of a secret's store are healed by `openclaw secrets reload`", async () => {
    const file = join(stage.host.directory, "crm-secret");
    await writeFile(file, SECRET);
    const set = ["secrets", "store", "set", "CRM_SECRET", "--kind", "secret"];
    expect((await stage.host.run([...set, "--value-file", file])).code).toBe(0);
    expect(await held()).toContain("stored");
    expect((await stage.host.run(["secrets", "reload"])).code).toBe(0);
    await expect.poll(held, { timeout: 60_000 }).not.toContain("stored");
    await expect
      .poll(
        async () => (await endpoints()).find(({ endpoint }) => endpoint === "stored")?.waiting,
        {
          timeout: 30_000,
        },
      )
      .toBe(0);
  });

  it("around the endpoints stop none of them", async () => {
    const { inbound, endpoints: list } = wrongSettings();
    await stage.configure({
      webhooks: { endpoints: list },
      inbound: { ...(inbound as object), basePath: "hooks-in" },
      log: { maxRows: 10 },
      timeoutMs: 5000,
    });
    await gateway.logged(/inbound\.basePath: expected a path such as/);
    await gateway.logged('unknown key "timeoutMs"; it is a setting of an endpoint');
    await gateway.logged('webhooks: stands beside "inbound"');
    await say();
    const states = new Set((await routes()).map(({ state }) => state));
    expect(states).toEqual(new Set(["held"]));
    const answer = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/sound`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(503);
  });

  it("are mended without a restart, and what was recorded is sent", async () => {
    const mended = endpointCases.map(({ name }) => stage.endpoint({ name }));
    await stage.configure({ endpoints: [sound(), stored(), ...mended] });
    await expect.poll(held, { timeout: 60_000 }).toEqual([]);
    await expect
      .poll(async () => (await endpoints()).map(({ waiting }) => waiting), { timeout: 60_000 })
      .toEqual([sound(), stored(), ...mended].map(() => 0));
    // Every endpoint has got both messages, none twice.
    for (const message of ["turn number 1", "turn number 2"]) {
      const received = stage.receiver.received.filter(
        ({ event }) =>
          event.type === "message.received" && JSON.stringify(event.data).includes(message),
      );
      expect(received).toHaveLength(mended.length + 2);
    }
    const dead = await stage.host.call("eventWebhooks.list", { status: ["dead"] });
    expect(dead).toMatchObject({ deliveries: [] });
  });
});

interface Written {
  plugins: { entries: { "event-webhooks": object } };
}
