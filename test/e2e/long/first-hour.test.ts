// The first pages as a new user meets them: each of their samples pasted into the host's config beside keys that are there
// already, and run. Only where the samples lead is changed: the receiver of the test, and its Gateway's port.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import JSON5 from "json5";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { SAMPLE_CONFIG } from "../../../src/ui/deliveries/sample-config.ts";
import type { RouteRow } from "../../../src/view/route.ts";
import type { CommandResult } from "../../support/gateway.ts";
import { blocksOf } from "../../support/pages.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const blocks = (kind: string): string[] =>
  ["README.md", "docs/inbound.md", "docs/endpoints.md"]
    .flatMap(blocksOf)
    .filter((block) => block.kind === kind)
    .map(({ text }) => text);
const samples = blocks("json5");
const sampleWith = (word: string): string => {
  const found = samples.find((sample) => sample.includes(word));
  if (found === undefined) throw new Error(`no page has a sample with ${word}`);
  return found;
};
const recipes = blocks("json5 recipe");
const curl = blocks("bash").find((block) => block.startsWith("curl ")) ?? "";

/** Members of an object literal, to stand beside others. */
const members = (literal: string): string =>
  literal
    .trim()
    .replace(/^\{|\}$/g, "")
    .trim()
    .replace(/,$/, "");

/** Has what each recipe asks for. */
const SAID = {
  ref: "main",
  text: "hi",
  title: "t",
  severity: 1,
  From: "+1",
  To: "+2",
  type: "user.created",
  data: { id: "user_1", object: { id: "ch_1", customer: "cus_1" } },
};

interface Written {
  plugins: { entries: { "event-webhooks": { config: Record<string, unknown> } } };
}

describe("the first pages' samples, pasted into a host's config", () => {
  let stage: Stage;
  const webhook = (...args: string[]): Promise<CommandResult> =>
    stage.host.run(["webhook", ...args], { env: { ALERTS_URL: stage.receiver.url } });

  /** Puts texts as they stand beside keys that are there. */
  async function paste(...texts: string[]): Promise<void> {
    await stage.configure({ instanceId: "node-1", log: { maxAgeDays: 7 } });
    const written = await readFile(stage.host.configPath, "utf8");
    const beside = /("maxAgeDays": 7\s*\})/;
    expect(written).toMatch(beside);
    await writeFile(
      stage.host.configPath,
      written.replace(beside, (there) => [there, ...texts].join(",\n")),
    );
  }

  const led = (text: string): string =>
    text
      .replaceAll(
        /url: "https:[^"]*"/g,
        () => `url: "${stage.receiver.url}", allowPrivateNetwork: true`,
      )
      .replaceAll(/secret: "whsec_x+"/g, () => 'secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"');

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
  });
  afterAll(() => stage.dispose());

  it("gives the page's sample to a config with other keys, and keeps those", async () => {
    await stage.configure({ log: { maxAgeDays: 7 } });
    const [, path = "", value = "", flags = ""] =
      /^openclaw config set (\S+) '([^']*)' (.*)$/s.exec(SAMPLE_CONFIG) ?? [];
    const set = await stage.host.run(["config", "set", path, value, ...flags.split(" ")]);
    expect(set).toMatchObject({ code: 0 });
    const { plugins } = JSON5.parse<Written>(await readFile(stage.host.configPath, "utf8"));
    const { config } = plugins.entries["event-webhooks"];
    expect(config["log"]).toEqual({ maxAgeDays: 7 });
    expect(config["endpoints"]).toMatchObject([{ name: "main-webhook" }]);
    const again = await stage.host.run(["config", "set", path, value, ...flags.split(" ")]);
    expect(again.code).not.toBe(0);
  });

  it("sends what happens by the first sample, and takes the curl as written", async () => {
    await paste(led(members(sampleWith("main-webhook"))), members(sampleWith("deploy")));
    await stage.host.start({ ALERTS_URL: stage.receiver.url });
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: "hello there",
      idempotencyKey: "first-1",
    });
    await stage.receiver.until((all) => all.some(({ event }) => event.type === "message.sent"));
    const command = curl.replaceAll("18789", String(stage.host.port));
    const { stdout } = await promisify(execFile)("bash", ["-c", command]);
    expect(JSON.parse(stdout)).toMatchObject({ status: "accepted" });
    const told = await stage.receiver.until((all) =>
      all.some(({ event }) => JSON.stringify(event.data).includes("my-app main deploy success")),
    );
    const words = told.find(({ event }) => JSON.stringify(event.data).includes("my-app"));
    expect(words?.event.data["message"]).toMatchObject({
      role: "user",
      content: "my-app main deploy success",
    });
  });

  it("takes each recipe, and a request that is sent as its provider would", async () => {
    const endpoints: Record<string, unknown> = {};
    for (const recipe of recipes) {
      const { inbound } = JSON5.parse<{ inbound: { endpoints: object } }>(recipe);
      Object.assign(endpoints, inbound.endpoints);
    }
    const auth = JSON5.parse<object>(`{${blocks("json5 auth")[0] ?? ""}}`);
    endpoints["signed"] = { agentId: "main", template: "{{body.ref}}", ...auth };
    const alerts = JSON5.parse<object>(sampleWith("customer-support"));
    await stage.configure({
      inbound: { endpoints },
      endpoints: [{ ...alerts, allowPrivateNetwork: true }],
    });
    const names = Object.keys(endpoints);
    const listed = async (): Promise<RouteRow[]> =>
      (
        (await stage.host.call("eventWebhooks.routes", {}).catch(() => ({ routes: [] }))) as {
          routes: RouteRow[];
        }
      ).routes;
    await expect.poll(async () => (await listed()).length, { timeout: 60_000 }).toBe(names.length);
    const routes = await listed();
    expect(routes.filter(({ state }) => state !== "ok")).toEqual([]);
    const body = join(stage.host.directory, "body.json");
    await writeFile(body, JSON.stringify(SAID));
    for (const name of names) {
      const event = name === "push" ? ["--event", "push"] : [];
      const sent = await webhook("requests", "send", name, "--body", body, "--json", ...event);
      expect([name, sent.code, sent.stdout]).toEqual([
        name,
        0,
        expect.stringMatching(/"status":20\d/),
      ]);
    }
  }, 900_000);

  it("shows in the terminal what the samples come to", async () => {
    const [preview, routes, events] = await Promise.all([
      webhook("preview", "slack", "--event", "error.occurred", "--json"),
      webhook("routes"),
      webhook("events", "message.sent"),
    ]);
    const { body } = JSON.parse(preview.stdout) as { body: string };
    expect((JSON.parse(body) as { text: string }).text).toContain("🚨 error.occurred");
    expect(routes.stdout).toContain(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/push`);
    expect(events.stdout).toContain('"type": "message.sent"');
  });
});
