import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { Failure } from "../../../src/cli/failure.ts";
import type { Command, Option } from "../../../src/cli/offline/command.ts";
import type { WebhookPorts } from "../../../src/cli/run.ts";
import { registerWebhook } from "../../../src/cli/grammar/webhook.ts";
import { WEBHOOK_COMMAND } from "../../../src/host/cli.ts";

interface Recorded {
  path: string;
  help: string;
  run?: (...args: unknown[]) => Promise<void>;
}

const option: Option = { choices: () => option, argParser: () => option };

/** Keeps what is registered, as Commander would. */
function recorder(all: Recorded[], path = ""): Command {
  const own: Recorded = { path, help: "" };
  all.push(own);
  const command = {
    command: (name: string) => recorder(all, `${path} ${name}`.trim()),
    description: (text: string) => note(text),
    argument: () => command,
    option: () => command,
    createOption: () => option,
    addOption: () => command,
    exitOverride: () => command,
    addHelpText: (_: string, text: string) => note(text),
    action: (run: Recorded["run"]) => {
      own.run = run;
      return command;
    },
  };
  const note = (text: string): typeof command => {
    own.help += `${text}\n`;
    return command;
  };
  return command;
}

const stream = { write: () => true, isTTY: false, columns: 80 };

async function registered(callGateway: WebhookPorts["callGateway"]): Promise<Recorded[]> {
  const all: Recorded[] = [];
  const streams = { stdout: stream, stderr: stream, env: {} };
  const callHost: WebhookPorts["callHost"] = async () => ({ kind: "unreachable" });
  registerWebhook(recorder(all), { callGateway, callHost, databasePath: "/nowhere", streams });
  return all;
}

describe("openclaw webhook", () => {
  it("stands in the manifest as it is registered, so that the root help knows it", () => {
    const manifest = JSON.parse(
      readFileSync(new URL("../../../openclaw.plugin.json", import.meta.url), "utf8"),
    ) as { cliCommands: unknown };
    expect(manifest.cliCommands).toEqual([WEBHOOK_COMMAND]);
  });

  it("shows an example of every command that does something", async () => {
    const commands = await registered(async () => ({ kind: "answered", value: {} }));
    const runnable = commands.filter(({ run }) => run !== undefined);
    expect(runnable.length).toBeGreaterThanOrEqual(15);
    for (const { path, help } of runnable) expect(help).toContain(`openclaw ${path}`);
    const lines = commands.flatMap(({ help }) => help.split("\n"));
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it("ends with 1 when it failed and with 2 when the command line is wrong", async () => {
    const before = process.exitCode;
    const commands = await registered(async () => ({ kind: "refused", message: "no" }));
    const run = commands.find(({ path }) => path === "webhook list")?.run;
    await run?.({});
    expect(process.exitCode).toBe(1);
    await run?.({ status: "broken" });
    expect(process.exitCode).toBe(2);
    process.exitCode = before;
  });

  it.each([
    ["webhook secret new", [{ bytes: "3" }]],
    ["webhook verify", [undefined, {}]],
    ["webhook verify", [undefined, { secret: "s", at: "noon" }]],
    ["webhook lab", [{ port: "none" }]],
    ["webhook replay", [[], {}]],
    ["webhook purge", [{}]],
  ])("%s ends with 2 when the command line is wrong", async (path, args) => {
    const before = process.exitCode;
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const commands = await registered(async () => ({ kind: "answered", value: {} }));
    await commands.find((command) => command.path === path)?.run?.(...args);
    const code = process.exitCode;
    written.mockRestore();
    process.exitCode = before;
    expect(code).toBe(2);
  });

  it("hides no mistake of its own behind an exit code", async () => {
    const commands = await registered(async () => {
      throw new TypeError("a bug");
    });
    const run = commands.find(({ path }) => path === "webhook stats")?.run;
    await expect(run?.({})).rejects.not.toBeInstanceOf(Failure);
  });
});
