// What the host's security audit hears of this plugin. Loads everything when it is asked, and nothing before.
// The host asks collectors of loaded plugins alone; `openclaw webhook check` says the same without a Gateway.
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
  const [{ examine }, { auditFindings }] = await Promise.all([
    import("../cli/offline/settings/examine.ts"),
    import("../cli/offline/findings/audit.ts"),
  ]);
  const { config, sourceConfig, env: environment } = context;
  const around = { environment, hostConfig: config, now: Date.now() };
  const examination = examine(settingsIn(config), around);
  return auditFindings({ ...around, raw: settingsIn(sourceConfig), examination });
}

function settingsIn({ plugins }: OpenClawPluginSecurityAuditContext["config"]): unknown {
  return plugins?.entries?.["event-webhooks"]?.config;
}
