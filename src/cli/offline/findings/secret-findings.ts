// Secrets that stand in the file as they are. Must not show any part of one.
import { secretTexts } from "../settings/secret-places.ts";
import type { Environment } from "../settings/stand-ins.ts";
import type { Finding } from "./finding.ts";

/**
 * `raw`: the settings as written, or with variables replaced as the host does before it hands them over. A
 * text that a variable of `environment` holds too is taken to have come from there.
 */
export function secretFindings(raw: unknown, environment: Environment): Finding[] {
  const fromVariables = new Set(Object.values(environment));
  const paths = secretTexts(raw)
    .filter(({ text }) => text !== "" && !/\$\{\w+\}/.test(text) && !fromVariables.has(text))
    .map(({ path }) => path);
  if (paths.length === 0) return [];
  return [
    {
      checkId: "event-webhooks.secret.clear_text",
      severity: "warn",
      title: "Secrets stand in the config in clear text",
      detail: `Whoever reads the file or a copy of it has them: ${paths.join(", ")}.`,
      remediation:
        'Use "${NAME}" or a SecretRef: { source: "env", provider: "default", id: "NAME" }.',
    },
  ];
}
