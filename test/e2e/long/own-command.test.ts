// The package's own command says what `openclaw webhook` says: every subcommand of the grammar, with a Gateway and
// without one, the genuine host being the oracle.
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { registerWebhook } from "../../../src/cli/grammar/webhook.ts";
import type { DeliveryPage, RequestPage } from "../../../src/view/questions.ts";
import type { CommandResult, Gateway, RunOptions } from "../../support/gateway.ts";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";

const known = { delivery: "", event: "", request: "" };

/** A command line for each subcommand, made when the ids are known. */
const LINES: Readonly<Record<string, () => string[]>> = {
  list: () => ["--json"],
  show: () => [known.delivery, "--body", "--json"],
  explain: () => [known.event, "--json"],
  endpoints: () => ["--json"],
  preview: () => ["crm", "--event", known.event, "--json"],
  events: () => ["--json"],
  "routes list": () => ["--json"],
  "routes add": () => ["deploy", "--agent", "main", "--template", "x", "--dry-run", "--json"],
  add: () => ["http://127.0.0.1:9/hook", "--allow-private-network", "--dry-run", "--json"],
  edit: () => ["crm", "--events", "error.occurred", "--dry-run", "--json"],
  remove: () => ["crm", "--dry-run", "--json"],
  "rotate-secret": () => ["crm", "--dry-run", "--json"],
  stats: () => ["--json"],
  support: () => [],
  retry: () => ["--dry-run", "--json"],
  replay: () => ["--since", "1d", "--to", "crm", "--dry-run", "--json"],
  purge: () => ["--older-than", "30d", "--dry-run", "--json"],
  test: () => ["crm", "--json"],
  pause: () => ["crm", "--reason", "moving", "--json"],
  resume: () => ["crm", "--json"],
  "requests list": () => ["--json"],
  "requests show": () => [known.request, "--json"],
  "requests replay": () => [known.request, "--dry-run", "--json"],
  "requests send": () => ["alert", "--json"],
  verify: () => [known.request, "--json"],
  brought: () => ["alert", "--json"],
  "store show": () => ["--json"],
  "store migrate": () => ["--json"],
  check: () => ["--json"],
  "secret new": () => ["--json"],
  lab: () => ["--nothing"],
  shell: () => ["zsh"],
};

/** What differs each time it is run, whoever runs it: new ids, keys and times. */
const NEW_EACH_TIME = new Set([
  "test",
  "requests send",
  "requests replay",
  "secret new",
  "pause",
  "store show",
]);

/** It runs until it is ended: only what it refuses is compared. */
const REFUSED = new Set(["lab"]);

/** They read the log where no Gateway runs; `pause` needs one, and says so. */
const WITHOUT = ["list", "show", "endpoints", "preview", "requests show", "events", "pause"];

/** `requests list`, …: all that the grammar has. */
function subcommands(): string[] {
  const program = new Command();
  registerWebhook(program, {
    callGateway: () => Promise.resolve({ kind: "unreachable" }),
    callHost: () => Promise.resolve({ kind: "unreachable" }),
    databasePath: "",
    streams: process,
  });
  const namesIn = (command: Command): string[] =>
    command.commands.flatMap((each) =>
      each.commands.length === 0
        ? [each.name()]
        : namesIn(each).map((name) => `${each.name()} ${name}`),
    );
  return namesIn(program.commands[0] ?? program);
}

/** What the host says of its own config, before the command. */
const withoutHostsOwn = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => !line.startsWith("[config] warnings:"))
    .join("\n");

/** The same with a word in the place of each value. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  // A connection that is kept needs no time to open.
  const entries = Object.entries(value).filter(([key]) => key !== "connect");
  return Object.fromEntries(entries.map(([key, each]) => [key, shapeOf(each)]));
}

const jsonOf = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => (/^\{.*\}$/.test(line) ? JSON.parse(line) : line) as unknown);

// Some forty commands of the host, each of which starts it.
describe("openclaw-webhook beside openclaw webhook", { timeout: 600_000 }, () => {
  let stage: Stage;
  let gateway: Gateway | undefined;
  let own = "";

  /** Nothing on its PATH that it could hand over to. */
  const ALONE = { PATH: "/nowhere" };
  const byHost = (words: string[], options?: RunOptions): Promise<CommandResult> =>
    stage.host.run(["webhook", ...words], options);
  const byOwn = (words: string[], env: Record<string, string> = {}): Promise<CommandResult> =>
    stage.host.runScript(own, words, { env: { ...ALONE, ...env } });

  async function compare(name: string): Promise<void> {
    const words = [...name.split(" "), ...(LINES[name]?.() ?? [])];
    const theirs = await byHost(words);
    const ours = await byOwn(words);
    const shown = (stdout: string): unknown =>
      NEW_EACH_TIME.has(name) ? jsonOf(stdout).map(shapeOf) : jsonOf(stdout);
    expect({ code: ours.code, said: ours.stderr }).toEqual({
      code: theirs.code,
      said: withoutHostsOwn(theirs.stderr),
    });
    expect(shown(ours.stdout)).toEqual(shown(theirs.stdout));
  }

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await stage.configure({
      endpoints: [stage.endpoint({ name: "crm", events: ["message.*"] })],
      inbound: {
        endpoints: {
          alert: {
            agentId: "alert-handler",
            template: "{{body.title}}",
            auth: { type: "bearer", token: "a-token-that-nobody-guesses" },
          },
        },
      },
    });
    gateway = await stage.host.start();
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: "hello there",
      idempotencyKey: "own-1",
    });
    await stage.receiver.until((all) => all.some(({ event }) => event.type === "message.sent"));
    const sent = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/alert`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer wrong" },
      body: JSON.stringify({ title: "disk full" }),
    });
    expect(sent.status).toBe(401);
    const listed = async (): Promise<DeliveryPage> =>
      (await stage.host.call("eventWebhooks.list", {})) as DeliveryPage;
    const [delivery] = (await listed()).deliveries;
    const requests = (await stage.host.call("eventWebhooks.requests.list", {})) as RequestPage;
    known.delivery = delivery?.id ?? "";
    known.event = delivery?.eventId ?? "";
    known.request = requests.requests[0]?.id ?? "";
    const { stdout } = await byHost(["shell", "bash"]);
    own = /'([^']+\/dist\/bin\.js)'/.exec(stdout)?.[1] ?? "";
  }, 900_000);
  afterAll(() => stage.dispose());

  it("has a line here for every subcommand of the grammar", () => {
    expect(Object.keys(LINES).toSorted()).toEqual(subcommands().toSorted());
  });

  it("is told by the host where it is installed, for good", () => {
    expect(own.startsWith(stage.host.directory)).toBe(true);
    expect(own).not.toContain("/tmp/node");
    expect(Object.values(known).every((id) => /^\w{3}_[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  it.each(Object.keys(LINES).filter((name) => !REFUSED.has(name)))(
    "answers alike with a Gateway: %s",
    (name) => compare(name),
  );

  // The host has words of its own for what it does not know.
  it.each([
    [["list", "--nothing"], "--nothing"],
    [["lab", ...(LINES["lab"]?.() ?? [])], "--nothing"],
    [["show"], "id"],
    [["nothing"], "nothing"],
  ])("refuses alike: %j", async (words, named) => {
    const [theirs, ours] = [await byHost(words), await byOwn(words)];
    expect([ours.code, ours.stdout]).toEqual([theirs.code, theirs.stdout]);
    for (const { stderr } of [ours, theirs]) expect(stderr).toMatch(new RegExp(`['"]${named}['"]`));
  });

  describe("where no Gateway runs", () => {
    beforeAll(() => gateway?.stop());

    it.each(WITHOUT)("answers alike: %s", (name) => compare(name));
  });

  describe("where the Gateway shares no secret", () => {
    const noToken = { env: { OPENCLAW_GATEWAY_TOKEN: "" } };
    beforeAll(async () => {
      await stage.host.writeConfig({
        ...stage.hostConfig(),
        gateway: {
          ...(stage.hostConfig()["gateway"] as object),
          auth: { mode: "none" },
        },
        plugins: {
          allow: ["event-webhooks"],
          entries: { "event-webhooks": { enabled: true, config: { endpoints: [] } } },
        },
      });
      await gateway?.stop();
      gateway = await stage.host.start({ OPENCLAW_GATEWAY_TOKEN: "" });
    }, 600_000);

    it("asks as the device that the host has paired, and pairs none itself", async () => {
      const before = await byOwn(["list", "--json"], noToken.env);
      expect(before).toMatchObject({ code: 1, stdout: "" });
      expect(before.stderr).toContain("this device is not paired");
      const theirs = await byHost(["list", "--json"], noToken);
      const ours = await byOwn(["list", "--json"], noToken.env);
      expect(theirs.code).toBe(0);
      expect(ours).toEqual({ ...theirs, stderr: withoutHostsOwn(theirs.stderr) });
    });
  });

  it("never prints the secret of an endpoint", async () => {
    const { stdout } = await byOwn(["check", "--json"]);
    expect(stdout).not.toContain(SECRET);
  });
});
