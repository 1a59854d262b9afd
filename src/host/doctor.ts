// What `openclaw doctor --fix` hears of this plugin. The host asks registered health checks there alone: its plain
// doctor asks none, and `doctor --lint` loads no installed plugin.
import type { HealthCheck, HealthFinding } from "openclaw/plugin-sdk/health";
import type { Finding } from "../cli/offline/findings/finding.ts";

const ID = "event-webhooks/check";

/** Nothing here stops a repair: an error would. */
const SEVERITIES = { critical: "warning", warn: "warning", info: "info" } as const;

const check: HealthCheck = {
  id: ID,
  kind: "plugin",
  description:
    "Event Webhooks: settings that are not safe or held, and what the log shows to go wrong",
  source: "event-webhooks",
  async detect({ cfg, env = process.env }) {
    const [{ collectFindings }, { resolveStateDir }] = await Promise.all([
      import("./audit.ts"),
      import("openclaw/plugin-sdk/state-paths"),
    ]);
    const stateDir = resolveStateDir(env);
    return (await collectFindings({ config: cfg, sourceConfig: cfg, env, stateDir })).map(shown);
  },
};

/** Once for each process, however often the host loads the setup entry. */
export async function registerDoctorCheck(): Promise<void> {
  const { getHealthCheck, registerHealthCheck } = await import("openclaw/plugin-sdk/health");
  if (getHealthCheck(ID) === undefined) registerHealthCheck(check);
}

function shown({ severity, title, detail, remediation }: Finding): HealthFinding {
  return {
    checkId: ID,
    severity: SEVERITIES[severity],
    path: "plugins.entries.event-webhooks.config",
    message: `${title}. ${detail}`,
    fixHint: remediation,
  };
}
