import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import JSON5 from "json5";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GatewayAnswer } from "../../../../src/cli/answers/source.ts";
import { add } from "../../../../src/cli/setup/add.ts";
import { addRoute } from "../../../../src/cli/setup/add-route.ts";
import { edit, remove, rotateSecret } from "../../../../src/cli/setup/edit.ts";
import { merge } from "../../../../src/config/change/merge.ts";
import { recordedCli, type RecordedCli } from "../../../support/recorded-terminal.ts";

const OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CRM = {
  name: "crm",
  url: "https://crm.acme.test/hook",
  secret: OLD,
  events: ["message.sent"],
};
const OPS = { name: "ops", url: "https://ops.acme.test/hook", secret: "${OPS_SECRET}" };
const DELIVERED = { sent: true, delivery: { id: "dlv_1", status: "delivered" } };
const HIDDEN = "__OPENCLAW_REDACTED__";

interface Patched {
  raw: string;
  baseHash: string;
  replacePaths?: string[];
}

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "event-webhooks-setup-"));
  file = join(directory, "openclaw.json5");
});
afterEach(() => rm(directory, { recursive: true }));

const hostConfig = (config: unknown): object => ({
  gateway: {},
  plugins: { entries: { "event-webhooks": { config } } },
});
const settings = async (): Promise<unknown> => {
  const whole = JSON5.parse<{ plugins: { entries: Record<string, { config: unknown }> } }>(
    await readFile(file, "utf8"),
  );
  return whole.plugins.entries["event-webhooks"]?.config;
};

/** A Gateway as the command line meets it: shows the file without secrets, and writes what it is given. */
async function stage(
  config: unknown,
  given: {
    answers?: readonly unknown[];
    confirms?: boolean;
    /** Comes between reading and writing, once. */
    meanwhile?: () => Promise<void>;
    onPatch?: (patched: Patched) => GatewayAnswer | undefined;
    /** What is answered after it was written. */
    fails?: GatewayAnswer;
    shown?: object;
    typed?: string[];
  } = {},
): Promise<RecordedCli & { patches: Patched[] }> {
  await writeFile(file, typeof config === "string" ? config : JSON.stringify(hostConfig(config)));
  const patches: Patched[] = [];
  const cli = recordedCli(given.answers ?? [DELIVERED], 80, given.confirms);
  const { typed } = given;
  let { meanwhile } = given;
  const call = async (method: string, params: object): Promise<GatewayAnswer> => {
    const text = await readFile(file, "utf8");
    if (method === "config.get") {
      const hide = (key: string, value: unknown): unknown =>
        key === "secret" && !String(value).startsWith("${") ? HIDDEN : value;
      const parsed = JSON.parse(JSON.stringify(JSON5.parse(text), hide)) as unknown;
      const value = { path: file, hash: text, parsed, valid: true, ...given.shown };
      return { kind: "answered", value };
    }
    const patched = params as Patched;
    patches.push(patched);
    const first = meanwhile;
    meanwhile = undefined;
    if (first) {
      await first();
      return {
        kind: "refused",
        message: "config changed since last load; re-run config.get and retry",
      };
    }
    const answer = given.onPatch?.(patched);
    if (answer !== undefined) return answer;
    expect(patched.baseHash).toBe(text);
    await writeFile(file, JSON.stringify(merge(JSON5.parse(text), JSON.parse(patched.raw))));
    return given.fails ?? { kind: "answered", value: { ok: true } };
  };
  return {
    ...cli,
    patches,
    host: {
      call,
      environment: {
        OPENCLAW_CONFIG_PATH: file,
        OPS_SECRET: "whsec_T1BTX1NFQ1JFVF9PUFNfU0VDUkVUX09QUw==",
      },
    },
    ...(typed && {
      prompt: async (question: string) => {
        cli.questions.push(question);
        return typed.shift();
      },
    }),
  };
}

const jsonOf = ({ printed }: RecordedCli): Record<string, unknown> =>
  JSON.parse(printed.join("\n")) as Record<string, unknown>;

describe("add", () => {
  it("writes the endpoint behind the others, each of them as it is written in the file", async () => {
    const cli = await stage({ endpoints: [CRM, OPS] });
    await add(cli, "https://new.acme.test/hook", {
      events: "message.*",
      agent: "main",
      json: true,
    });
    const { secret, written, name, path } = jsonOf(cli);
    expect({ written, name, path }).toEqual({
      written: true,
      name: "new.acme.test",
      path: "plugins.entries.event-webhooks.config.endpoints[2]",
    });
    const added = {
      name: "new.acme.test",
      url: "https://new.acme.test/hook",
      secret,
      events: ["message.*"],
      filter: { agentIds: ["main"] },
    };
    expect(secret).toMatch(/^whsec_/);
    expect(await settings()).toEqual({ endpoints: [CRM, OPS, added] });
    const path0 = "plugins.entries.event-webhooks.config.endpoints";
    expect(cli.patches.map(({ replacePaths }) => replacePaths)).toEqual([[path0]]);
    expect(cli.asked).toEqual([{ method: "test", params: { endpoint: "new.acme.test" } }]);
    expect(cli.questions).toEqual([]);
  });

  it("asks a person for what is missing, and whether it may", async () => {
    const cli = await stage(
      {},
      { confirms: true, typed: ["", "https://new.acme.test/hook", "new", ""] },
    );
    await add(cli, undefined, { test: false });
    expect(cli.questions).toEqual([
      "Where to, as a URL: ",
      "Where to, as a URL: ",
      "Name [new.acme.test]: ",
      "Events [*]: ",
      `Write this to ${file}?`,
    ]);
    expect(await settings()).toMatchObject({ endpoints: [{ name: "new", events: ["*"] }] });
    // The secret stands in the answer, and not in the question.
    const [secret = ""] = cli.printed.slice(-1);
    expect(secret).toMatch(/^whsec_/);
    expect(cli.notices.join("\n")).toContain('secret: "…"');
    expect(cli.notices.join("\n")).not.toContain(secret);
    expect(cli.asked).toEqual([]);
  });

  it("writes nothing that would not work, nor when nobody said yes", async () => {
    for (const [url, options, why] of [
      ["ftp://new.acme.test", { yes: true }, /^Nothing was written: it would not work\.$/],
      ["http://127.0.0.1:3000", { yes: true }, /^Nothing was written: it would not work\.$/],
      [
        "https://crm.acme.test/2",
        { yes: true, name: "crm" },
        /^There is an endpoint "crm" already/,
      ],
      ["https://new.acme.test/hook", {}, /^nobody is here to be asked/],
      [undefined, {}, /^say where to/],
    ] as const) {
      const cli = await stage({ endpoints: [CRM] });
      await expect(add(cli, url, options)).rejects.toThrow(why);
      expect(cli.patches).toEqual([]);
      expect(await settings()).toEqual({ endpoints: [CRM] });
    }
    const cli = await stage({ endpoints: [CRM] }, { confirms: false });
    await add(cli, "https://new.acme.test/hook", {});
    expect(cli.notices.at(-1)).toBe("Nothing was written.");
    const dry = await stage({ endpoints: [CRM] });
    await add(dry, "https://new.acme.test/hook", { yes: true, dryRun: true });
    expect([cli.patches, dry.patches]).toEqual([[], []]);
  });

  it("plans anew, with the same secret, where somebody else wrote in between", async () => {
    const meanwhile = (): Promise<void> =>
      writeFile(file, JSON.stringify(hostConfig({ endpoints: [OPS] })));
    const cli = await stage({ endpoints: [CRM] }, { meanwhile });
    await add(cli, "https://new.acme.test/hook", { json: true });
    const { secret } = jsonOf(cli);
    expect(await settings()).toMatchObject({ endpoints: [OPS, { name: "new.acme.test", secret }] });
    expect(cli.patches.length).toBe(2);
  });

  it("says so when the sample did not arrive, though it is written", async () => {
    const answers = [{ sent: true, delivery: { id: "dlv_1", status: "failed" } }];
    const cli = await stage({}, { answers });
    const added = add(cli, "https://new.acme.test/hook", { json: true });
    await expect(added).rejects.toThrow(/is in the config, and its test did not arrive/);
    expect(jsonOf(cli)).toMatchObject({ written: true });
  });
});

describe("where the host cannot write", () => {
  const url = "https://new.acme.test/hook";
  const commented = `// ours\n${JSON.stringify(hostConfig({ endpoints: [CRM] }))}`;
  it.each([
    [
      "an included file",
      hostConfig({ $include: "./x.json5" }),
      {},
      /taken from another file by \$include/,
    ],
    ["comments", commented, {}, /holds comments, which OpenClaw leaves out .* --drop-comments/],
    ["an invalid config", hostConfig({}), { shown: { valid: false } }, /not valid for the Gateway/],
    ["another machine", hostConfig({}), { shown: { path: "/nowhere" } }, /is not on this machine/],
    [
      "another state",
      hostConfig({}),
      { shown: { parsed: { gateway: { port: 1 } } } },
      /or was changed just now/,
    ],
    [
      "a refusal of the host",
      hostConfig({}),
      { onPatch: () => ({ kind: "refused", message: "config is read-only" }) as const },
      /the Gateway said: config is read-only/,
    ],
  ])("it gives the block to paste: %s", async (_, config, given, why) => {
    const text = typeof config === "string" ? config : JSON.stringify(config);
    const cli = await stage(text, given);
    await expect(add(cli, url, { yes: true, secret: "env:NEW" })).rejects.toThrow(why);
    const secret = { source: "env", provider: "default", id: "NEW" };
    expect(JSON5.parse(cli.printed.join("\n"))).toEqual({ name: "new.acme.test", url, secret });
    expect(await readFile(file, "utf8")).toBe(text);
  });

  it("finds out when the file then holds something else", async () => {
    const onPatch = (): GatewayAnswer => ({ kind: "answered", value: { ok: true } });
    const cli = await stage({ endpoints: [CRM] }, { onPatch });
    await expect(add(cli, url, { yes: true })).rejects.toThrow(/does not hold what was asked for/);
  });

  it("shows the secret of what is written, though the Gateway did not take it up", async () => {
    const message = "config.patch persisted but was not applied to the active Gateway (superseded)";
    const cli = await stage({}, { fails: { kind: "refused", message } });
    await add(cli, url, { json: true });
    const { written, secret } = jsonOf(cli);
    expect({ written, code: cli.exitCode(), asked: cli.asked }).toEqual({
      written: true,
      code: 1,
      asked: [],
    });
    expect(await settings()).toMatchObject({ endpoints: [{ secret }] });
    expect(cli.notices).toEqual([`It is written, and not taken up: the Gateway said: ${message}`]);
  });

  it("writes without comments when it is told to", async () => {
    const cli = await stage(commented);
    await add(cli, url, { json: true, dropComments: true });
    expect(await settings()).toMatchObject({ endpoints: [CRM, { url }] });
  });
});

describe("an endpoint that is there", () => {
  it("is changed, and keeps its secret", async () => {
    const cli = await stage({ endpoints: [{ ...CRM, filter: { channels: ["irc"] } }, OPS] });
    await edit(cli, "crm", { events: "message.*", agent: "a,b", json: true });
    expect(await settings()).toEqual({
      endpoints: [
        { ...CRM, events: ["message.*"], filter: { channels: ["irc"], agentIds: ["a", "b"] } },
        OPS,
      ],
    });
  });

  it("goes, and comes back from what was printed", async () => {
    const cli = await stage({ endpoints: [CRM, OPS] });
    await remove(cli, "crm", { yes: true });
    expect(await settings()).toEqual({ endpoints: [OPS] });
    const kept = join(directory, "crm.json5");
    await writeFile(kept, cli.printed.join("\n"));
    await add({ ...cli, ...(await stage({ endpoints: [OPS] })) }, undefined, {
      from: kept,
      json: true,
    });
    expect(await settings()).toEqual({ endpoints: [OPS, CRM] });
  });

  it("stays where a route sends its answers to it", async () => {
    const route = { agentId: "main", template: "x", callback: { endpoint: "crm" } };
    const cli = await stage({ endpoints: [OPS, CRM], inbound: { endpoints: { deploy: route } } });
    await expect(remove(cli, "crm", { yes: true })).rejects.toThrow(/it would not work/);
    expect(cli.notices[0]).toMatch(/inbound\.endpoints\.deploy\.callback\.endpoint: /);
    await remove(cli, "ops", { yes: true });
    expect(await settings()).toMatchObject({ endpoints: [CRM] });
  });

  it("signs with both secrets for a while, and shows only the new one", async () => {
    const cli = await stage({ endpoints: [CRM, OPS] });
    await rotateSecret(cli, "crm", { overlap: "1h", yes: true, test: false });
    const shown = cli.printed.at(-1) ?? "";
    expect(await settings()).toEqual({
      endpoints: [
        {
          ...CRM,
          secret: [{ value: shown }, { value: OLD, expiresAt: "2026-03-14T11:30:00.000Z" }],
        },
        OPS,
      ],
    });
    const said = [...cli.printed, ...cli.notices].join("\n");
    expect(said).not.toContain(OLD);
    const refused = await stage(`// c\n${JSON.stringify(hostConfig({ endpoints: [CRM] }))}`);
    await expect(rotateSecret(refused, "crm", { yes: true })).rejects.toThrow(/holds comments/);
    expect([...refused.printed, ...refused.notices].join("\n")).not.toContain(OLD);
  });

  it("gets a key for a key", async () => {
    const key =
      "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";
    const cli = await stage({ endpoints: [{ ...CRM, secret: key }] });
    await rotateSecret(cli, "crm", { json: true });
    const { secret, publicKey } = jsonOf(cli);
    expect([secret, publicKey]).toEqual([
      expect.stringMatching(/^whsk_/),
      expect.stringMatching(/^whpk_/),
    ]);
  });
});

describe("routes add", () => {
  const words = { agent: "main", json: true };
  it.each([
    [
      "a bearer token",
      { template: "x" },
      { type: "bearer", token: expect.stringMatching(/^[\w-]{43}$/) as string },
    ],
    ["none", { template: "x", secret: "none" }, undefined],
    [
      "a text for GitHub",
      { preset: "github", secret: "auto" },
      { preset: "github", secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ],
    [
      "one of Standard Webhooks",
      { preset: "standard-webhooks", secret: "auto" },
      { preset: "standard-webhooks", secret: expect.stringMatching(/^whsec_/) as string },
    ],
    [
      "a reference",
      { preset: "stripe", secret: "${STRIPE_SECRET}" },
      { preset: "stripe", secret: "${STRIPE_SECRET}" },
    ],
  ])("lets in who shows %s", async (_, options, auth) => {
    const cli = await stage({}, { answers: [{ routes: [{ route: "deploy", url: "http://x" }] }] });
    await addRoute(cli, "deploy", { ...words, ...options });
    const template = "template" in options ? { template: options.template } : {};
    const route = { agentId: "main", ...template, ...(auth !== undefined && { auth }) };
    expect(await settings()).toEqual({ inbound: { endpoints: { deploy: route } } });
    expect(jsonOf(cli)).toMatchObject({ written: true, route: { url: "http://x" } });
  });

  it.each([
    [{ json: true, template: "x" }, /^say which agent runs/],
    [words, /^say what the agent is told/],
    [{ ...words, preset: "github" }, /^--secret: auto makes one to be entered at GitHub/],
    [{ ...words, preset: "discord", secret: "auto" }, /gives its own/],
    [{ ...words, preset: "githbu" }, /it would not work/],
    [{ ...words, template: "{{" }, /it would not work/],
  ])("refuses %j", async (options, why) => {
    const cli = await stage({});
    await expect(addRoute(cli, "deploy", options)).rejects.toThrow(why);
    expect(cli.patches).toEqual([]);
  });
});
