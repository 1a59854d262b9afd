import JSON5 from "json5";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EngineClient } from "../../../src/engine/thread/client.ts";
import { check, formFor, standing, write } from "../../../src/host/setup/setup.ts";
import type { EventRecord } from "../../../src/engine/record.ts";
import type { SetupChange, SetupWritten } from "../../../src/view/setup.ts";
import { eventOf } from "../../support/engine-fixture.ts";
import { memorySetup, type MemoryConfig } from "../../support/setup-ports.ts";

const NOW = Date.parse("2026-03-14T10:30:00Z");
const OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const TOKEN = "123:a-bot-token";
const CRM = {
  name: "crm",
  url: "https://crm.acme.test/hook/a-url-secret",
  secret: OLD,
  events: ["message.sent"],
  filter: { agentIds: ["main"], where: { "data.model": "m" } },
  headers: { "X-API-Key": "a-header-secret" },
  transform: { text: "{{ data.message.content }} ${NOBODYS_VARIABLE}" },
};
const BOT = {
  name: "bot",
  url: "https://api.telegram.org/bot123:abc/sendMessage",
  format: "telegram-bot",
  options: { chatId: "42", silent: true },
  events: ["error.occurred"],
};
const SECRETS = [OLD, "a-url-secret", "a-header-secret", TOKEN, "123:abc"];

/** A log with these events, newest first, each sent to somebody. */
function logOf(events: readonly EventRecord[]): Pick<EngineClient, "call"> {
  const call = async (method: string, args: [unknown]): Promise<unknown> =>
    method === "list"
      ? events.flatMap(({ id, type }) => {
          const row = { eventId: id, eventType: type };
          return [row, row];
        })
      : { event: events.find(({ id }) => id === args[0]) };
  return { call } as unknown as Pick<EngineClient, "call">;
}

const envelope = {
  instanceId: "node-1",
  maxEventBytes: 65_536,
  newId: () => `evt_${"ab".repeat(16)}`,
};
const ask = (
  memory: MemoryConfig,
  change: SetupChange,
  events: readonly EventRecord[] = [],
): ReturnType<typeof check> =>
  check({ ...memory.ports, client: logOf(events), envelope, now: NOW }, change);
const put = (
  memory: MemoryConfig,
  change: SetupChange,
  { dropComments = false, now = NOW } = {},
): Promise<SetupWritten> => write(memory.ports, change, { dropComments, now });
const written = async (...given: Parameters<typeof put>) => {
  const done = await put(...given);
  if (!done.written) throw new Error(`not written: ${JSON.stringify(done)}`);
  return done;
};
const refused = async (...given: Parameters<typeof put>) => {
  const done = await put(...given);
  if (done.written) throw new Error("it was written");
  return done;
};
const add = (more: object = {}): SetupChange => ({
  kind: "add",
  form: { name: "new", url: "https://new.acme.test/hook", events: ["*"], secret: "auto", ...more },
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("what a form is filled with", () => {
  it("is the endpoint without what is secret in it", async () => {
    const memory = memorySetup({ endpoints: [CRM, BOT] });
    const filled = await formFor(memory.ports, "crm");
    expect(filled?.endpoint).toEqual({
      name: "crm",
      origin: "https://crm.acme.test",
      events: ["message.sent"],
      format: "",
      options: {},
      hidden: [],
      agents: ["main"],
      allowPrivateNetwork: false,
      signed: true,
      others: ["headers", "transform", "filter.where"],
    });
    expect(filled).toMatchObject({
      file: "/home/me/.openclaw/openclaw.json",
      comments: false,
      starts: 1,
      agents: ["main", "alert-handler"],
    });
    const bot = await formFor(memory.ports, "bot");
    expect(bot?.endpoint).toMatchObject({
      origin: "https://api.telegram.org",
      format: "telegram-bot",
      options: { chatId: "42", silent: "true" },
      signed: false,
    });
    const user = { source: "env", provider: "default", id: "PUSHOVER_USER" };
    const options = { token: TOKEN, user, sound: "cosmic" };
    const device = { name: "device", format: "pushover", options };
    const pushed = await formFor(memorySetup({ endpoints: [device] }).ports, "device");
    expect(pushed?.endpoint).toMatchObject({
      options: { sound: "cosmic" },
      hidden: ["token", "user"],
    });
    const shown = JSON.stringify([filled, bot, pushed]);
    expect(SECRETS.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it("names the formats that there are, and what each asks for", async () => {
    const { formats = [] } = (await formFor(memorySetup().ports, undefined)) ?? {};
    expect(formats.find(({ name }) => name === "pagerduty")).toMatchObject({ hasOwnUrl: true });
    const telegram = formats.find(({ name }) => name === "telegram-bot");
    expect(telegram).toMatchObject({ title: "Telegram", hasOwnUrl: false });
    expect(telegram?.options.map(({ name, required }) => [name, required])).toEqual([
      ["chatId", true],
      ["threadId", false],
      ["silent", false],
    ]);
  });

  it("is not there for an endpoint that is not", async () => {
    expect(await formFor(memorySetup({ endpoints: [CRM] }).ports, "nobody")).toBeUndefined();
  });
});

describe("what is said while somebody writes", () => {
  it("stands beside the field that it is about", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    const said = await ask(memory, add({ url: "ftp://new.acme.test", events: ["mesage.sent"] }));
    expect(new Set(said.problems.map(({ field }) => field))).toEqual(new Set(["events", "url"]));
    expect(said.problems.find(({ field }) => field === "events")?.message).toContain(
      "message.sent",
    );
    const bot = { url: BOT.url, format: "telegram-bot", options: { silent: "true" } };
    const { problems } = await ask(memory, add({ ...bot, secret: "none" }));
    expect(problems.map(({ field }) => field)).toEqual(["option:chatId"]);
    const taken = await ask(memory, add({ name: "crm" }));
    expect(taken.problems.map(({ message }) => message)).toEqual([
      'There is an endpoint "crm" already: `openclaw webhook edit crm`.',
    ]);
  });

  it("warns of what works and is not safe", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    const form = { url: "http://new.acme.test/hook", secret: "none", agents: ["nobody"] } as const;
    const { problems, warnings } = await ask(memory, { kind: "add", form });
    expect(problems).toEqual([]);
    expect(new Set(warnings.map(({ field }) => field))).toEqual(
      new Set(["agents", "secret", "url"]),
    );
    // What was so before is not said again.
    const edited = { kind: "edit", endpoint: "crm", form: { events: ["*"] } } as const;
    expect((await ask(memory, edited)).warnings).toEqual([]);
  });

  it("shows what the last events would become, with the settings that no form shows", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    const sent = eventOf({ type: "message.sent" });
    const received = eventOf({ type: "message.received" });
    const heard = await ask(
      memory,
      { kind: "edit", endpoint: "crm", form: { events: ["message.*"], agents: [] } },
      [received, sent],
    );
    expect(heard.heard).toEqual({ of: 2, count: 0 });
    expect(heard.previews.map(({ sample, preview }) => [sample, preview.event.type])).toEqual([
      [false, "message.received"],
    ]);
    expect(heard.previews[0]?.preview.checks.filter(({ passed }) => !passed)).toMatchObject([
      { at: 'filter.where["data.model"]' },
    ]);
    const test = eventOf({ type: "webhook.test" });
    const open = await ask(memory, add({ events: ["message.sent"] }), [test, received, sent]);
    expect(open.heard).toEqual({ of: 2, count: 1 });
    expect(open.previews).toMatchObject([{ sample: false, preview: { hears: true } }]);
    // Where the settings cannot tell, nothing is counted.
    const unread = await ask(memory, add({ format: "telegram-bot" }), [received, sent]);
    expect([unread.previews, unread.heard]).toEqual([[], undefined]);
  });

  it("shows a sample where nothing has happened, and looks up no variable", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    memory.ports.environment = { NOBODYS_VARIABLE: "an-environment-secret" };
    vi.stubEnv("NOBODYS_VARIABLE", "an-environment-secret");
    const { previews } = await ask(memory, {
      kind: "edit",
      endpoint: "crm",
      form: { events: ["message.sent"] },
    });
    expect(previews).toMatchObject([
      { sample: true, preview: { event: { type: "message.sent" } } },
    ]);
    const shown = JSON.stringify(previews);
    expect(shown).toContain("stand-in");
    expect(["an-environment-secret", ...SECRETS].filter((one) => shown.includes(one))).toEqual([]);
  });
});

describe("what is written", () => {
  it("is the endpoint, with a secret that is told once", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    const done = await written(memory, add({ agents: ["main"] }));
    expect(done).toMatchObject({
      name: "new",
      path: "plugins.entries.event-webhooks.config.endpoints[1]",
      warnings: [],
      starts: 1,
    });
    expect(memory.told).toEqual([
      'endpoint "new" was added from the page: plugins.entries.event-webhooks.config.endpoints[1]',
    ]);
    expect(done.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(memory.settings()).toEqual({
      endpoints: [
        CRM,
        {
          name: "new",
          url: "https://new.acme.test/hook",
          secret: done.secret,
          events: ["*"],
          filter: { agentIds: ["main"] },
        },
      ],
    });
  });

  it("changes what the form names and leaves the rest", async () => {
    const memory = memorySetup({ endpoints: [CRM, BOT] });
    const form = { events: ["message.*"], agents: [] as string[] };
    await written(memory, { kind: "edit", endpoint: "crm", form });
    const { filter, ...crm } = CRM;
    const edited = { ...crm, events: ["message.*"], filter: { where: filter.where } };
    expect(memory.settings()).toEqual({ endpoints: [edited, BOT] });
    const options = { chatId: "43" };
    await written(memory, { kind: "edit", endpoint: "bot", form: { options } });
    const bot = { ...BOT, options: { ...BOT.options, chatId: "43" } };
    expect(memory.settings()).toEqual({ endpoints: [edited, bot] });
    const other = { format: "slack", options: {} };
    await written(memory, { kind: "edit", endpoint: "bot", form: other });
    const { options: _, ...plain } = BOT;
    expect(memory.settings()).toEqual({ endpoints: [edited, { ...plain, format: "slack" }] });
  });

  it("signs with both secrets while they overlap", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    const rotate = { kind: "rotate", endpoint: "crm", overlapMs: 86_400_000 } as const;
    const { secret } = await written(memory, rotate);
    const secrets = [{ value: secret }, { value: OLD, expiresAt: "2026-03-15T10:30:00.000Z" }];
    expect(memory.settings()).toEqual({ endpoints: [{ ...CRM, secret: secrets }] });
  });

  it("gives the public half of a key, and keeps the other", async () => {
    const key = `whsk_${Buffer.alloc(64, 1).toString("base64")}`;
    const memory = memorySetup({ endpoints: [{ ...CRM, secret: key }] });
    const done = await written(memory, { kind: "rotate", endpoint: "crm", overlapMs: 0 });
    expect(done.secret).toBeUndefined();
    expect(done.publicKey).toMatch(/^whpk_/);
    expect(memory.text()).toContain('"secret":"whsk_');
  });

  it.each([
    ["a list", { endpoints: [CRM, BOT] }, "crm"],
    ["a list, the last", { endpoints: [CRM, BOT] }, "bot"],
    ["a map of names", { endpoints: { crm: { ...CRM, name: undefined }, bot: BOT } }, "crm"],
    ["the wrapper", { webhooks: { endpoints: [CRM, BOT] } }, "crm"],
    ["an agent's own", { endpoints: [BOT], agents: { main: { endpoints: [CRM] } } }, "crm"],
  ])("takes an endpoint out of %s, and puts it back as it was", async (_, config, endpoint) => {
    const memory = memorySetup(config);
    const before = memory.settings();
    const { removal } = await written(memory, { kind: "remove", endpoint });
    expect(removal?.until).toBe("2026-03-14T10:40:00.000Z");
    expect(memory.settings()).not.toEqual(before);
    const undo = { kind: "undo", removal: removal?.id ?? "" } as const;
    const back = await written(memory, undo);
    expect(back).toMatchObject({ name: endpoint });
    expect(SECRETS.filter((one) => JSON.stringify(back).includes(one))).toEqual([]);
    expect(memory.settings()).toEqual(before);
    expect((await refused(memory, undo)).problems).toEqual([
      { message: "What was removed is no longer kept: add it anew." },
    ]);
  });

  it("goes to the end of the list where the host moves none of its entries", async () => {
    const memory = memorySetup({ endpoints: [CRM, BOT] });
    const { removal } = await written(memory, { kind: "remove", endpoint: "crm" });
    const { configFile } = memory.ports;
    let refuses = true;
    memory.ports.configFile = {
      ...configFile,
      async write(change) {
        change(await configFile.read());
        if (!refuses) return configFile.write(change);
        refuses = false;
        throw Object.assign(new Error("it would reorder"), { name: "EnvRefArrayMutationError" });
      },
    };
    await written(memory, { kind: "undo", removal: removal?.id ?? "" });
    expect(memory.settings()).toEqual({ endpoints: [BOT, CRM] });
  });

  it("puts back also what does not work, because it was there", async () => {
    const held = { ...CRM, events: ["mesage.sent"] };
    const memory = memorySetup({ endpoints: [held, BOT] });
    const { removal } = await written(memory, { kind: "remove", endpoint: "crm" });
    await written(memory, { kind: "undo", removal: removal?.id ?? "" });
    expect(memory.settings()).toEqual({ endpoints: [held, BOT] });
  });

  it("puts nothing back after ten minutes, nor where its name is taken", async () => {
    const memory = memorySetup({ endpoints: [CRM] });
    const { removal } = await written(memory, { kind: "remove", endpoint: "crm" });
    const undo = { kind: "undo", removal: removal?.id ?? "" } as const;
    await written(memory, add({ name: "crm" }));
    expect((await refused(memory, undo)).problems).toEqual([
      { message: 'There is an endpoint "crm" again already.' },
    ]);
    const late = await refused(memory, undo, { now: NOW + 600_000 });
    expect(late.problems).toEqual([
      { message: "What was removed is no longer kept: add it anew." },
    ]);
    expect(memory.ports.removals.size).toBe(0);
  });
});

describe("what is not written", () => {
  const sample = (config: object): string =>
    JSON.stringify({ gateway: {}, plugins: { entries: { "event-webhooks": { config } } } });

  it.each([
    ["would not work", sample({}), add({ events: ["mesage.sent"] }), undefined],
    [
      "is taken from another file",
      sample({ $include: "./webhooks.json5" }),
      add(),
      "Plugins.entries.event-webhooks.config is taken from another file by $include.",
    ],
    [
      "holds null",
      sample({ endpoints: [{ ...CRM, transform: { a: null } }] }),
      add(),
      "The settings hold null, which OpenClaw leaves out when it writes.",
    ],
  ])("what %s", async (_, text, change, obstacle) => {
    const memory = memorySetup(text);
    const { problems, obstacle: said, byHand, comments } = await refused(memory, change);
    expect([memory.text(), said, comments]).toEqual([text, obstacle, undefined]);
    expect(problems.length).toBe(obstacle === undefined ? 1 : 0);
    if (obstacle === undefined) return;
    const [head, ...rest] = (byHand ?? "").split("\n");
    expect(head).toBe('// Put this endpoint into "endpoints":');
    expect(JSON5.parse(rest.join("\n"))).toMatchObject({ name: "new", events: ["*"] });
  });

  it("takes comments away only where that is asked for", async () => {
    const text = `// ours\n${sample({ endpoints: [CRM] })}`;
    const memory = memorySetup(text);
    expect(await standing(memory.ports)).toEqual({
      file: "/home/me/.openclaw/openclaw.json",
      comments: true,
      starts: 1,
    });
    const { comments, obstacle, byHand } = await refused(memory, add());
    expect(comments).toBe(true);
    expect(obstacle).toContain("holds comments, which OpenClaw leaves out when it writes");
    expect(byHand).toContain('name: "new"');
    expect(memory.text()).toBe(text);
    await written(memory, add(), { dropComments: true });
    expect(memory.text()).not.toContain("// ours");
  });

  it("what the host does not take, and what it does not know", async () => {
    const invalid = memorySetup({ endpoints: [CRM] }, { valid: false });
    expect((await refused(invalid, add())).obstacle).toContain("openclaw doctor");
    const unwilling = memorySetup({ endpoints: [CRM] }, { refuses: "the disk is full" });
    const said = await refused(unwilling, add());
    expect(said.obstacle).toBe("The Gateway said: the disk is full");
    expect(said.byHand).toContain('name: "new"');
    const unknown = { kind: "remove", endpoint: "crn" } as const;
    expect((await refused(unwilling, unknown)).problems).toEqual([
      { message: 'There is no endpoint "crn", did you mean "crm"?' },
    ]);
  });
});
