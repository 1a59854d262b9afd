import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";

describe("the tutorial's block in the genuine host", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
  });
  afterAll(() => stage.dispose());

  const tutorial = async (): Promise<string> => {
    const file = new URL("../../../fixtures/config/valid/tutorial-block.json5", import.meta.url);
    return (await readFile(file, "utf8")).replace(/^\s*\/\/.*$/gm, "").trim();
  };

  it("is accepted as it stands under the plugin's config", async () => {
    const block = await tutorial();
    const config = JSON.stringify({
      ...stage.hostConfig(),
      plugins: {
        allow: ["telegram", "event-webhooks"],
        entries: { "event-webhooks": { enabled: true, config: "THE BLOCK" } },
      },
    });
    await writeFile(
      stage.host.configPath,
      config.replace('"THE BLOCK"', () => block),
    );
    const { code, stdout, stderr } = await stage.host.run(["config", "validate"]);
    expect(`${stdout}${stderr}`).not.toMatch(/event-webhooks.*(invalid|unrecognized)/i);
    expect(code).toBe(0);
  });

  it("is moved by `openclaw doctor --fix` from the root of openclaw.json5, and works", async () => {
    const root = {
      ...stage.hostConfig(),
      webhooks: {
        endpoints: [stage.endpoint({ events: ["message.received"], secret: SECRET })],
        agents: {
          "alert-handler": {
            endpoints: [stage.endpoint({ name: "alerts-only", events: ["message.received"] })],
          },
        },
      },
      plugins: {
        allow: ["telegram", "event-webhooks"],
        entries: { "event-webhooks": { enabled: true } },
      },
    };
    await stage.host.writeConfig(root);
    expect((await stage.host.run(["config", "validate"])).code).not.toBe(0);
    const doctor = await stage.host.run(["doctor", "--fix", "--non-interactive"]);
    expect(doctor.code).toBe(0);
    // The doctor asks our check of the settings as it has moved them.
    expect(doctor.stdout).toMatch(
      /event-webhooks\/check.* Secrets stand in the config in clear text/,
    );
    expect(doctor.stdout).toMatch(/fix: Use "\$\{NAME\}" or a SecretRef/);
    expect(doctor.stdout).not.toContain(SECRET);
    const written = JSON.parse(await readFile(stage.host.configPath, "utf8")) as MovedConfig;
    expect(written.webhooks).toBeUndefined();
    expect(written.plugins.entries["event-webhooks"].config).toEqual(root.webhooks);
    const gateway = await stage.host.start();
    await stage.host.run(["agent", "--agent", "main", "--message", "for main"]);
    await stage.host.run(["agent", "--agent", "alert-handler", "--message", "for alerts"]);
    // One endpoint hears both agents, the other its own alone.
    const received = await stage.receiver.until((all) => all.length >= 3);
    await gateway.stop();
    const contents = received.map(
      ({ event }) => (event.data["message"] as { content: string }).content,
    );
    expect(contents.sort()).toEqual(["for alerts", "for alerts", "for main"]);
    expect(stage.receiver.received).toHaveLength(3);
  });
});

interface MovedConfig {
  webhooks?: object;
  plugins: { entries: { "event-webhooks": { config: object } } };
}
