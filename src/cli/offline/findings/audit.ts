// Everything that an audit says of the settings: of each endpoint, of each route, of secrets, of the rest.
// Must not repeat the host's own findings.
import { problemText } from "../../../config/problem/problem.ts";
import type { Examination, Surroundings } from "../settings/examine.ts";
import { powerfulTools } from "./agent-tools.ts";
import { endpointFindings } from "./endpoint-findings.ts";
import type { Finding } from "./finding.ts";
import { proxyFindings } from "./proxy-findings.ts";
import { routeFindings } from "./route-findings.ts";
import { secretFindings } from "./secret-findings.ts";
import { storeTlsFindings, tlsFindings } from "./tls-findings.ts";
import { warningFindings } from "./warning-findings.ts";

export { findStrayConfig } from "./stray-config.ts";

export interface Audited extends Pick<Surroundings, "environment" | "hostConfig" | "now"> {
  /** The settings as written. */
  raw: unknown;
  examination: Examination;
}

/** The worst first. */
export function auditFindings({
  raw,
  examination,
  environment,
  hostConfig,
  now,
}: Audited): Finding[] {
  const { settings, problems, missing } = examination;
  const names = [...new Set(missing.map(({ name }) => name))];
  const general = problems.filter(
    ({ endpoint, route }) => endpoint === undefined && route === undefined,
  );
  const findings = [
    ...endpointFindings(settings?.endpoints ?? []),
    ...warningFindings(settings?.warnings ?? []),
    ...routeFindings(settings?.inbound.routes ?? [], (agentId) =>
      hostConfig === undefined ? undefined : powerfulTools(hostConfig, agentId),
    ),
    ...secretFindings(raw, environment),
    ...proxyFindings(settings?.endpoints ?? [], environment),
    ...tlsFindings(settings?.endpoints ?? [], now),
    ...storeTlsFindings(settings?.store, now),
    ...(names.length > 0 ? [missingVariables(names)] : []),
    ...(general.length > 0 ? [configProblems(general)] : []),
  ];
  const rank = { critical: 0, warn: 1, info: 2 };
  return findings.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}

function missingVariables(names: readonly string[]): Finding {
  return {
    checkId: "event-webhooks.config.missing_variable",
    severity: "warn",
    title: "Variables that the settings name are not set",
    detail: `Not set here: ${names.join(", ")}. What uses them is held in a Gateway that lacks them too.`,
    remediation: "Set them where the Gateway runs.",
  };
}

function configProblems(problems: Examination["problems"]): Finding {
  return {
    checkId: "event-webhooks.config.problem",
    severity: "warn",
    title: "Settings that are not understood",
    detail: problems.map(problemText).join("; "),
    remediation: "`openclaw webhook check` names the place of each.",
  };
}
