import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, inject, it } from "vitest";
import { createStage, type Stage } from "../support/stage.ts";

describe("x", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await stage.configure({
      endpoints: [
        stage.endpoint({ name: "unsigned", secret: undefined }),
        stage.endpoint({ name: "s" }),
      ],
      inbound: { endpoints: { open: { agentId: "main", template: "{{body.x}}", auth: "none" } } },
    });
  }, 120_000);
  afterAll(() => stage.dispose());
  it("y", async () => {
    let out = "";
    for (const args of [
      ["security", "audit", "--json"],
      ["security", "audit", "--deep", "--json"],
      ["secrets", "audit", "--json"],
      ["doctor", "--non-interactive"],
      ["skills", "list", "--json"],
      ["webhook", "check", "--json"],
      ["plugins", "inspect", "event-webhooks", "--runtime", "--json"],
    ]) {
      const started = Date.now();
      const { code, stdout, stderr } = await stage.host.run(args);
      out += `##### ${args.join(" ")} → ${code} ${Date.now() - started}\n${stdout}\n---- stderr\n${stderr}\n`;
    }
    writeFileSync("/tmp/audit-e2e.txt", out);
  }, 200_000);
});
