import { describe, expect, it } from "vitest";
import { support } from "../../../src/cli/commands/support.ts";
import { recordedCli } from "../../support/recorded-terminal.ts";

describe("support", () => {
  it("prints what the Gateway has, as JSON", async () => {
    const found = { plugin: "1.2.3", node: "v24", unexpected: [{ kind: "unknown-shape" }] };
    const cli = recordedCli([found]);
    await support(cli);
    expect(cli.asked).toEqual([{ method: "support", params: {} }]);
    expect(JSON.parse(cli.printed.join("\n"))).toEqual(found);
  });
});
