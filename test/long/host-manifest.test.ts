// The manifest against the genuine host that reads it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRecord } from "../../src/config/problem/path.ts";
import { readFixture, readFixtures } from "../unit/config/fixtures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const openclaw = join(root, "node_modules/openclaw/openclaw.mjs");
const id = "event-webhooks";

interface Verdict {
  code: number;
  output: string;
}

let directory: string;
let plugin: string;

function run(args: string[], config: object): Verdict {
  const configPath = join(directory, "openclaw.json5");
  writeFileSync(configPath, JSON.stringify(config));
  const env = {
    ...process.env,
    // The host prints less when it takes itself for tested.
    VITEST: undefined,
    HOME: directory,
    NO_COLOR: "1",
    OPENCLAW_CONFIG_PATH: configPath,
    OPENCLAW_STATE_DIR: join(directory, "state"),
  };
  try {
    const output = execFileSync(process.execPath, [openclaw, ...args], {
      env,
      cwd: directory,
      encoding: "utf8",
      stdio: "pipe",
    });
    return { code: 0, output };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, output: stdout + stderr };
  }
}

function hostConfig(rest: object, config?: unknown): object {
  const entries = config === undefined ? {} : { entries: { [id]: { config } } };
  return {
    gateway: { mode: "local", bind: "loopback", auth: { mode: "token", token: "t" } },
    plugins: { load: { paths: [plugin] }, allow: [id], ...entries },
    ...rest,
  };
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "event-webhooks-manifest-"));
  plugin = join(directory, "plugin");
  mkdirSync(join(plugin, "config"), { recursive: true });
  // The setup entry runs from its sources: it may need nothing but these files.
  for (const file of [
    "setup.ts",
    "config/migrate.ts",
    "config/problem/path.ts",
    "language/config-path.ts",
  ]) {
    cpSync(join(root, "src", file), join(plugin, file));
  }
  cpSync(join(root, "openclaw.plugin.json"), join(plugin, "openclaw.plugin.json"));
  writeFileSync(join(plugin, "index.js"), `export default { id: "${id}", register() {} };`);
  const entries = { extensions: ["./index.js"], setupEntry: "./setup.ts" };
  const manifest = { name: "openclaw-event-webhooks", version: "0.1.0", type: "module" };
  writeFileSync(join(plugin, "package.json"), JSON.stringify({ ...manifest, openclaw: entries }));
});

afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

describe("the host", () => {
  it.each(readFixtures("valid"))("accepts $name", ({ value }) => {
    expect(run(["config", "validate"], hostConfig({}, value))).toMatchObject({ code: 0 });
  });

  it("lets every mistake inside an endpoint or a route through, so that only that one is held", () => {
    const configs = readFixtures("invalid").map(({ value }) => (isRecord(value) ? value : {}));
    const endpoints = configs.flatMap((config) =>
      Array.isArray(config["endpoints"]) ? config["endpoints"] : [],
    );
    const routes = configs.flatMap(({ inbound }) =>
      isRecord(inbound) && isRecord(inbound["endpoints"])
        ? Object.values(inbound["endpoints"])
        : [],
    );
    const { agents } = readFixture("invalid/agent-scope") as { agents: object };
    expect(endpoints.length).toBeGreaterThan(20);
    expect(routes.length).toBeGreaterThan(40);
    const inbound = { endpoints: Object.fromEntries(routes.map((route, at) => [`r${at}`, route])) };
    const inline = { endpoints, agents: { ...agents, main: { inbound } }, inbound };
    for (const config of [inline, { webhooks: inline }]) {
      expect(run(["config", "validate"], hostConfig({}, config))).toMatchObject({ code: 0 });
    }
  });

  const wrong = {
    endpoint: [],
    endpoints: { main: { url: "https://hooks.test/a" } },
    inbound: { basePath: "webhooks/inbound", concurency: 2, endpoints: [] },
    agents: 5,
    log: { maxRows: 10 },
    limits: "none",
    instanceId: 7,
  };

  it.each([
    ["directly", wrong],
    ["in the wrapper", { webhooks: wrong }],
    ["as a wrapper that is none", { webhooks: [] }],
  ])("accepts settings that are wrong everywhere, %s", (_where, config) => {
    expect(run(["config", "validate"], hostConfig({}, config))).toMatchObject({ code: 0 });
  });

  it("keeps them as they are when its doctor mends what it can", () => {
    run(["doctor", "--fix", "--non-interactive"], hostConfig({}, wrong));
    const text = readFileSync(join(directory, "openclaw.json5"), "utf8");
    const { plugins } = JSON.parse(text) as {
      plugins: { entries: Record<string, { config: unknown }> };
    };
    expect(plugins.entries[id]?.config).toEqual(wrong);
    // The host's doctor looks at everything there is.
  }, 240_000);

  it("refuses what is no object by its own schema, which no plugin loosens", () => {
    const verdict = run(
      ["config", "validate"],
      hostConfig({}, readFixture("invalid/not-an-object")),
    );
    expect(verdict.code).toBe(1);
    expect(verdict.output).toContain(`plugins.entries.${id}.config`);
  });
});
