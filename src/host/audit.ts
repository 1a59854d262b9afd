// What the host's security audit hears of this plugin. Loads everything when it is asked, and nothing before.
// This host's command asks no collector of an installed plugin, `--deep` or not: it validates plugins and does not
// register them. `openclaw webhook check` says the same.
import { join } from "node:path";
import type {
  OpenClawPluginApi,
  OpenClawPluginSecurityAuditContext,
} from "openclaw/plugin-sdk/plugin-entry";
import { settingsIn } from "./host-settings.ts";
import type { Finding } from "../cli/offline/findings/finding.ts";

export function registerAudit(api: OpenClawPluginApi): void {
  api.registerSecurityAuditCollector(collectFindings);
}

type Asked = Pick<
  OpenClawPluginSecurityAuditContext,
  "config" | "sourceConfig" | "env" | "stateDir"
>;

/** The same for the audit and for the doctor. */
export async function collectFindings(context: Asked): Promise<Finding[]> {
  const [{ examine }, { auditFindings, findStrayConfig }, { findInLog }] = await Promise.all([
    import("../cli/offline/settings/examine.ts"),
    import("../cli/offline/findings/audit.ts"),
    import("../cli/offline/findings/log-findings.ts"),
  ]);
  const { config, sourceConfig, env: environment } = context;
  const around = { environment, hostConfig: config, now: Date.now() };
  const examination = examine(settingsIn(config), around);
  const { settings } = examination;
  const databasePath = join(context.stateDir, "event-webhooks", "event-webhooks.sqlite");
  const logged = settings ? await findInLog({ databasePath, settings, now: around.now }) : [];
  const unsafe = auditFindings({ ...around, raw: settingsIn(sourceConfig), examination });
  return [...unsafe, ...findStrayConfig(environment), ...logged];
}
