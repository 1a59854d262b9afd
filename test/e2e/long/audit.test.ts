// What an operator is told who asks the host whether all is safe, and what an agent is taught.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  OpenClawPluginSecurityAuditCollector,
  OpenClawPluginSecurityAuditContext,
} from "openclaw/plugin-sdk/plugin-entry";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createStage, SECRET, type Stage } from "../../support/stage.ts";

const PLUGIN_CONFIG = "plugins.entries.event-webhooks.config";

describe("an audit in the genuine host", () => {
  let stage: Stage;
  let config: object;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    config = {
      endpoints: [
        stage.endpoint({ name: "unsigned", secret: undefined }),
        stage.endpoint({ name: "listed", allowPrivateNetwork: ["127.0.0.1"] }),
      ],
      inbound: {
        endpoints: { open: { agentId: "main", template: "Look: {{body.title}}", auth: "none" } },
      },
    };
    await stage.configure(config);
  });
  afterAll(() => stage.dispose());

  it("by `openclaw security audit --deep` names the open route and the open network", async () => {
    const { findings } = (await json(["security", "audit", "--deep"])) as {
      findings: HostFinding[];
    };
    const flags = findings
      .filter(({ checkId }) => checkId === "config.insecure_or_dangerous_flags")
      .map(({ detail }) => detail);
    expect(flags).toEqual([
      expect.stringContaining(`${PLUGIN_CONFIG}.inbound.endpoints.open.auth=none`),
      expect.stringContaining(`${PLUGIN_CONFIG}.endpoints[0].allowPrivateNetwork=true`),
    ]);
    // No collector of an installed plugin is asked: where this changes, the README has to say so.
    expect(findings.filter(({ checkId }) => checkId.startsWith("event-webhooks"))).toEqual([]);
  });

  it("by `openclaw secrets audit` names the secret in clear text", async () => {
    const { findings } = (await json(["secrets", "audit"])) as { findings: { jsonPath: string }[] };
    const ours = findings.filter(({ jsonPath }) => jsonPath.startsWith(PLUGIN_CONFIG));
    expect(ours).toMatchObject([{ jsonPath: `${PLUGIN_CONFIG}.endpoints[1].secret` }]);
  });

  it("by the collector of the installed plugin names all of it, and no secret", async () => {
    const collector = await installedCollector();
    const all = { plugins: { entries: { "event-webhooks": { config } } } };
    const findings = await collector({
      config: all,
      sourceConfig: all,
      env: {},
      stateDir: stage.host.stateDir,
      configPath: stage.host.configPath,
    } as OpenClawPluginSecurityAuditContext);
    expect(findings.map(({ checkId, severity }) => [checkId, severity])).toEqual([
      ["event-webhooks.route.unauthenticated", "critical"],
      ["event-webhooks.endpoint.unsigned", "warn"],
      ["event-webhooks.secret.clear_text", "warn"],
      ["event-webhooks.endpoint.private_network", "info"],
      ["event-webhooks.route.powerful_agent", "info"],
    ]);
    expect(JSON.stringify(findings)).not.toContain(SECRET);
  });

  it("says before the first start that there is no log yet, and what to do", async () => {
    const [listed, checked] = await Promise.all([
      stage.host.run(["webhook", "list", "--json"]),
      stage.host.run(["webhook", "check"]),
    ]);
    expect(listed).toMatchObject({ code: 1, stdout: "" });
    expect(listed.stderr).toMatch(
      /^No Gateway answers\. There is no delivery log at .*\. No Gateway .* openclaw gateway run/m,
    );
    expect(checked.stdout).toMatch(/^critical Route "open" lets anybody in$/m);
    expect(checked.stdout).toMatch(/^info There is no delivery log at /m);
  });

  it("finds the skill that teaches an agent to repair deliveries", async () => {
    const { skills } = (await json(["skills", "list", "--agent", "main"])) as {
      skills: { name: string; description: string }[];
    };
    const skill = skills.find(({ name }) => name === "event-webhooks");
    expect(skill?.description).toContain("webhooks of this Gateway did not arrive");
  });

  async function json(args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await stage.host.run([...args, "--json"]);
    if (code !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}${stdout}`);
    return JSON.parse(stdout);
  }

  /** The audit of this host asks no collector of an installed plugin, so it is asked here. */
  async function installedCollector(): Promise<OpenClawPluginSecurityAuditCollector> {
    const project = join(stage.host.stateDir, "npm/projects/openclaw-event-webhooks");
    const file = join(project, "node_modules/openclaw-event-webhooks/dist/index.js");
    const { default: plugin } = (await import(pathToFileURL(file).href)) as {
      default: { register: (api: object) => void };
    };
    let registered: OpenClawPluginSecurityAuditCollector | undefined;
    plugin.register({
      registrationMode: "discovery",
      on: () => {},
      registerCli: () => {},
      registerTool: () => {},
      registerSecurityAuditCollector: (collector: OpenClawPluginSecurityAuditCollector) => {
        registered = collector;
      },
    });
    if (registered === undefined) throw new Error("no collector was registered");
    return registered;
  }
});

interface HostFinding {
  checkId: string;
  detail: string;
}
