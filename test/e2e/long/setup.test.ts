// Endpoints and routes set up by commands alone, from the packed plugin without a setting to deliveries that another's
// library verifies. The Gateway writes its config; what else stands in it stays as it was written.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import JSON5 from "json5";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CommandResult, Gateway } from "../../support/gateway.ts";
import { isSignedBy } from "../../support/signed-by.ts";
import { createStage, type Stage } from "../../support/stage.ts";
import type { Received } from "../../support/verifying-receiver.ts";

const VARIABLES = {
  CRM_SECRET: "whsec_Q1JNX1NFQ1JFVF9DUk1fU0VDUkVUX0NSTQ==",
  OPS_SECRET: "whsec_T1BTX1NFQ1JFVF9PUFNfU0VDUkVUX09QUw==",
  OPS_KEY: "ops-key-1",
};

interface Done {
  written: boolean;
  secret?: string;
  test?: { delivery?: { status: string } };
  route?: { url: string; state: string };
}

type Config = Record<string, unknown> & { endpoints: { name: string }[] };

describe("setting up by commands", { timeout: 600_000 }, () => {
  let stage: Stage;
  let gateway: Gateway;
  let secret = "";
  let rotated = "";

  const webhook = (...words: string[]): Promise<CommandResult> =>
    stage.host.run(["webhook", ...words], { env: VARIABLES });
  const text = (): Promise<string> => readFile(stage.host.configPath, "utf8");
  const config = async (): Promise<Config> => {
    const { plugins } = JSON5.parse<{ plugins: { entries: Record<string, { config: Config }> } }>(
      await text(),
    );
    return plugins.entries["event-webhooks"]?.config ?? { endpoints: [] };
  };
  const others = async (): Promise<string> =>
    JSON.stringify((await config()).endpoints.filter(({ name }) => name !== "crm"));

  /** `line`: words without spaces; `more`: any others. */
  async function done(line: string, ...more: string[]): Promise<Done> {
    const words = [...line.split(" "), ...more];
    const { code, stdout, stderr } = await webhook(...words, "--json");
    // What the host says of other settings when its config has changed.
    const said = stderr.split("\n").filter((each) => !/^(\[config\] warnings: .*)?$/.test(each));
    expect({ code, said }).toEqual({ code: 0, said: [] });
    return JSON.parse(stdout) as Done;
  }
  const newestTest = (): Received | undefined =>
    stage.receiver.received.findLast(({ event }) => event.type === "webhook.test");

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    const base = stage.hostConfig();
    // A part that another file holds stays in that file.
    await writeFile(join(stage.host.directory, "models.json5"), JSON.stringify(base["models"]));
    await stage.host.writeConfig({
      ...base,
      models: { $include: "./models.json5" },
      plugins: {
        allow: ["telegram", "event-webhooks"],
        entries: { "event-webhooks": { enabled: true } },
      },
    });
    gateway = await stage.host.start(VARIABLES);
  }, 900_000);
  afterAll(() => stage.dispose());

  it("adds the first endpoint, and its receiver can verify what comes", async () => {
    const added = await done(
      `add ${stage.receiver.url} --name crm --events message.* --allow-private-network`,
    );
    expect(added).toMatchObject({ written: true, test: { delivery: { status: "delivered" } } });
    secret = added.secret ?? "";
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const sent = newestTest();
    expect(sent && isSignedBy(sent, secret)).toBe(true);
    expect(await config()).toEqual({
      endpoints: [
        {
          name: "crm",
          url: stage.receiver.url,
          secret,
          events: ["message.*"],
          allowPrivateNetwork: true,
        },
      ],
    });
    expect(await text()).toContain('"$include": "./models.json5"');
  });

  it("keeps what other endpoints have, references and variables among it, to the letter", async () => {
    const written = JSON.parse(await text()) as {
      plugins: { entries: Record<string, { config: Config }> };
    };
    const { endpoints } = written.plugins.entries["event-webhooks"]?.config ?? { endpoints: [] };
    const to = { url: stage.receiver.url, events: ["error.occurred"], allowPrivateNetwork: true };
    const references = [
      { name: "literal", ...to, secret: "whsec_TElURVJBTF9MSVRFUkFMX0xJVEVSQUxfTA==" },
      { name: "ref", ...to, secret: { source: "env", id: "CRM_SECRET" } },
      {
        name: "variable",
        ...to,
        secret: [{ value: "${OPS_SECRET}", expiresAt: "2099-01-01T00:00:00Z" }],
        headers: { "X-API-Key": "${OPS_KEY}", "X-Mixed": "key ${OPS_KEY}" },
      },
    ];
    endpoints.push(...references);
    await stage.host.writeConfig(written);
    await expect
      .poll(async () => (await webhook("endpoints", "--json")).stdout, { timeout: 120_000 })
      .toContain('"variable"');
    const before = await others();
    const [first] = (await config()).endpoints;
    // At the beginning of the list: whatever is given back by position would now be another's.
    expect(first?.name).toBe("crm");
    const { written: yes, secret: fresh = "", test } = await done("rotate-secret crm");
    expect({ yes, status: test?.delivery?.status }).toEqual({ yes: true, status: "delivered" });
    rotated = fresh;
    expect(await others()).toBe(before);
    const sent = newestTest();
    expect(sent && [secret, rotated].map((each) => isSignedBy(sent, each))).toEqual([true, true]);

    const removed = await webhook("remove", "crm", "--yes");
    expect(removed).toMatchObject({ code: 0 });
    expect(await others()).toBe(before);
    expect((await config()).endpoints).toEqual(references);
    for (const [name, value] of Object.entries({
      ref: "CRM_SECRET",
      variable: "OPS_SECRET",
    } as const)) {
      expect((await webhook("test", name)).code).toBe(0);
      const tested = newestTest();
      expect(tested && isSignedBy(tested, VARIABLES[value])).toBe(true);
    }

    const file = join(stage.host.directory, "crm.json5");
    await writeFile(file, removed.stdout);
    const back = await done("add --from", file);
    expect(back).toMatchObject({ written: true, test: { delivery: { status: "delivered" } } });
    const again = newestTest();
    expect(again && [secret, rotated].map((each) => isSignedBy(again, each))).toEqual([true, true]);
    expect(await others()).toBe(before);
    expect(await text()).not.toContain("__OPENCLAW_REDACTED__");
  });

  it("adds a route, whose POST becomes a run", async () => {
    const added = await done(
      "routes add deploy --agent main --template",
      "{{body.repo}} was deployed",
    );
    expect(added).toMatchObject({ written: true, route: { state: "ok" } });
    const post = async (authorization: string): Promise<number> => {
      const answer = await fetch(added.route?.url ?? "", {
        method: "POST",
        headers: { "content-type": "application/json", authorization },
        body: JSON.stringify({ repo: "my-app" }),
      });
      return answer.status;
    };
    expect(await post("Bearer wrong")).toBe(401);
    expect(await post(`Bearer ${added.secret}`)).toBe(200);
    const told = await stage.receiver.until((all) =>
      all.some(({ event }) => event.type === "message.sent"),
    );
    const asked = told.find(({ event }) => JSON.stringify(event.data).includes("my-app"));
    expect(asked?.event.type).toBe("message.received");
  });

  it("does so by the package's own command, too, and says what it will not do", async () => {
    const { stdout } = await webhook("shell", "bash");
    const own = /'([^']+\/dist\/bin\.js)'/.exec(stdout)?.[1] ?? "";
    const byOwn = (...words: string[]): Promise<CommandResult> =>
      stage.host.runScript(own, words, { env: { ...VARIABLES, PATH: "/nowhere" } });
    const before = await others();
    const edited = await byOwn("edit", "crm", "--events", "message.sent,error.occurred", "--yes");
    expect(edited).toMatchObject({ code: 0 });
    const [crm] = (await config()).endpoints.filter(({ name }) => name === "crm");
    expect(crm).toMatchObject({ events: ["message.sent", "error.occurred"] });
    expect(await others()).toBe(before);
    const unchanged = await text();
    const refused = [
      await byOwn("edit", "crm", "--events", "mesage.sent", "--yes"),
      await byOwn("add", stage.receiver.url, "--yes"),
      await byOwn("edit", "crm", "--events", "*"),
      await byOwn("remove", "crn", "--yes"),
    ];
    expect(refused.map(({ code }) => code)).toEqual([1, 1, 2, 1]);
    expect(refused.map(({ stderr }) => stderr.trim().split("\n").at(-1))).toEqual([
      "Nothing was written: it would not work.",
      "Nothing was written: it would not work.",
      "nobody is here to be asked: the same with --yes writes it",
      'There is no endpoint "crn", did you mean "crm"?',
    ]);
    expect(await text()).toBe(unchanged);
  });

  it("leaves comments where they are, unless it is told otherwise", async () => {
    const commented = (await text()).replace('"plugins": {', '// ours\n  "plugins": {');
    await writeFile(stage.host.configPath, commented);
    const refused = await webhook("edit", "crm", "--agent", "main", "--yes");
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stdout).toContain('agentIds: [\n      "main"');
    expect(refused.stderr).toContain("holds comments, which OpenClaw leaves out when it writes");
    expect(await text()).toBe(commented);
    await done("edit crm --agent main --drop-comments");
    expect(await text()).not.toContain("// ours");
  });

  it("writes into the wrapper, and into a map of names, what is there", async () => {
    const whole = JSON.parse(await text()) as { plugins: { entries: Record<string, object> } };
    const to = { url: stage.receiver.url, allowPrivateNetwork: true };
    const other = { ...to, secret: "${OPS_SECRET}", events: ["error.occurred"] };
    const set = async (endpoints: object): Promise<void> => {
      const block = { webhooks: { endpoints } };
      whole.plugins.entries["event-webhooks"] = { enabled: true, config: block };
      await stage.host.writeConfig(whole);
    };
    await set({ "crm.eu": { ...to, secret: rotated, events: ["message.*", "*"] }, other });
    await done("edit crm.eu --events message.sent --no-test");
    const crm = { ...to, secret: rotated, events: ["message.sent"] };
    expect(await config()).toEqual({ webhooks: { endpoints: { "crm.eu": crm, other } } });
    const { written } = await done("remove crm.eu");
    expect(written).toBe(true);
    expect(await config()).toEqual({ webhooks: { endpoints: { other } } });
    await set([{ name: "other", ...other }]);
    const added = await done(`add ${stage.receiver.url} --name crm --allow-private-network`);
    expect(added.test?.delivery?.status).toBe("delivered");
    expect(await config()).toMatchObject({
      webhooks: { endpoints: [{ name: "other", ...other }, { name: "crm" }] },
    });
  });

  it("gives the block to paste where another file holds the settings, or no Gateway runs", async () => {
    const file = join(stage.host.directory, "webhooks.json5");
    await writeFile(file, JSON.stringify(await config()));
    const whole = JSON.parse(await text()) as { plugins: { entries: Record<string, object> } };
    whole.plugins.entries["event-webhooks"] = {
      enabled: true,
      config: { $include: "./webhooks.json5" },
    };
    await stage.host.writeConfig(whole);
    const [before, included] = [await text(), await readFile(file, "utf8")];
    const add = ["add", stage.receiver.url, "--name", "new", "--allow-private-network", "--yes"];
    const refused = await webhook(...add);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain(
      "plugins.entries.event-webhooks.config is taken from another file by $include",
    );
    expect(JSON5.parse(refused.stdout)).toMatchObject({ name: "new", url: stage.receiver.url });
    expect([await text(), await readFile(file, "utf8")]).toEqual([before, included]);
    await gateway.stop();
    const offline = await webhook(...add);
    expect(offline).toMatchObject({ code: 1 });
    expect(offline.stderr).toContain("no Gateway answers");
    expect(JSON5.parse(offline.stdout)).toMatchObject({ name: "new", url: stage.receiver.url });
  });
});
