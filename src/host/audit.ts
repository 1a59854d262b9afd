// What the host's security audit hears of this plugin. Loads everything when it is asked, and nothing before.
// The host asks collectors of loaded plugins alone; `openclaw webhook check` says the same without a Gateway.
import { join } from "node:path";
import type {
  OpenClawPluginApi,
  OpenClawPluginSecurityAuditCollector,
  OpenClawPluginSecurityAuditContext,
} from "openclaw/plugin-sdk/plugin-entry";

type Findings = Awaited<ReturnType<OpenClawPluginSecurityAuditCollector>>;

export function registerAudit(api: OpenClawPluginApi): void {
  api.registerSecurityAuditCollector(collectFindings);
}

async function collectFindings(context: OpenClawPluginSecurityAuditContext): Promise<Findings> {
  const [{ examine }, { auditFindings }, { findInLog }] = await Promise.all([
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
  return [...auditFindings({ ...around, raw: settingsIn(sourceConfig), examination }), ...logged];
}

function settingsIn({ plugins }: OpenClawPluginSecurityAuditContext["config"]): unknown {
  return plugins?.entries?.["event-webhooks"]?.config;
}
