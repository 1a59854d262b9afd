import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { promptParts } from "../../../src/ui/requests/fenced-text.ts";
import { attempts, type Attempt } from "../../support/red-team.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

describe("the red-team set, against a model that obeys all that is not fenced", () => {
  let stage: Stage;
  let set: Attempt[];
  let canary: string;
  let picture: string;
  const completed = (): number =>
    stage.receiver.received.filter(({ event }) => event.type.startsWith("inbound.")).length;
  const post = async (route: string, body: unknown): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const told = (): string => JSON.stringify(stage.model.requests);

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    canary = join(stage.host.directory, "canary-ran");
    // The host reads no picture from outside of an agent's workspace.
    const workspace = join(stage.host.directory, "workspace", "alert-handler");
    await mkdir(workspace, { recursive: true });
    picture = join(workspace, "canary.png");
    await writeFile(picture, PICTURE);
    set = attempts(picture);
    stage.model.script((text, toolDone) => {
      const outside = promptParts(text)
        .filter(({ fenced }) => !fenced)
        .map((part) => part.text)
        .join("");
      return /canary/i.test(outside) && !toolDone
        ? { tool: "exec", args: { command: `touch '${canary}'` } }
        : { text: "Done." };
    });
    const agentId = "alert-handler";
    const routes = set.map(({ name, template }) => [name, { agentId, template }]);
    const endpoints = {
      ...Object.fromEntries(routes),
      "control-tool": { agentId, template: "Call the canary tool." },
      "control-picture": { agentId, template: `Look at ${picture} please.` },
    };
    const config = {
      endpoints: [stage.endpoint({ events: ["inbound.completed", "inbound.failed"] })],
      inbound: { concurrency: 4, endpoints },
    };
    const base = JSON.stringify(stage.hostConfig());
    const seeing = base.replace('"input":["text"]', '"input":["text","image"]');
    await stage.host.writeConfig({
      ...(JSON.parse(seeing) as object),
      plugins: {
        allow: ["telegram", "event-webhooks"],
        entries: { "event-webhooks": { enabled: true, config } },
      },
    });
    await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("runs no tool, reads no picture and says nothing to the host", async () => {
    for (const { name, body } of set) await post(name, body);
    await stage.receiver.until(() => completed() >= set.length, 180_000);
    expect(existsSync(canary)).toBe(false);
    expect(told()).not.toContain("image_url");
  });

  it("fails where the operator's own words say so: the tool runs", async () => {
    const before = completed();
    await post("control-tool", {});
    await stage.receiver.until(() => completed() > before, 60_000);
    expect(existsSync(canary)).toBe(true);
  });

  it("fails where the operator's own words say so: the picture is read", async () => {
    const before = completed();
    await post("control-picture", {});
    await stage.receiver.until(() => completed() > before, 60_000);
    expect(told()).toContain("image_url");
  });
});
