// A config file that nobody reads: the host reads openclaw.json, and settings in an openclaw.json5 beside it do nothing.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { gatewayConfigPath } from "../settings/gateway-config.ts";
import type { Environment } from "../settings/stand-ins.ts";
import type { Finding } from "./finding.ts";

export function findStrayConfig(environment: Environment): Finding[] {
  const read = gatewayConfigPath(environment);
  const stray = join(dirname(read), "openclaw.json5");
  if (stray === read || !existsSync(stray)) return [];
  return [
    {
      checkId: "event-webhooks.config.unread",
      severity: "warn",
      title: `${stray} is read by nobody`,
      detail: `The Gateway reads ${read}, which may hold JSON5 as well.`,
      remediation: `Move what it holds into ${read}, or set OPENCLAW_CONFIG_PATH to it. \`openclaw config file\` names the file that counts.`,
    },
  ];
}
