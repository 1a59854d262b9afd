// Does the environment ask for a proxy that deliveries do not use? Must not show the variables' values: a proxy's URL
// may hold a password.
import type { Endpoint } from "../../../config/settings.ts";
import type { Environment } from "../settings/stand-ins.ts";
import type { Finding } from "./finding.ts";

/** `NO_PROXY` alone asks for none. */
const ASKING = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NODE_USE_ENV_PROXY"];

/** Nothing where nothing is sent. `environment`: as far as it is that of the Gateway. */
export function proxyFindings(
  endpoints: readonly Endpoint[],
  environment: Environment,
): readonly Finding[] {
  const set = ASKING.flatMap((name) => [name, name.toLowerCase()]).filter((name) => {
    const value = environment[name] ?? "";
    return value !== "" && !(name === "NODE_USE_ENV_PROXY" && value === "0");
  });
  if (endpoints.length === 0 || set.length === 0) return [];
  return [
    {
      checkId: "event-webhooks.endpoint.proxy_ignored",
      severity: "info",
      title: "Deliveries go to their receivers directly, past the proxy of the environment",
      detail: `Set here, and not used by deliveries: ${set.join(", ")}. Each address is vetted before it is connected to, and a proxy would look names up by itself.`,
      remediation:
        "Let this machine reach the receivers directly, or give an endpoint the URL of a relay that forwards.",
    },
  ];
}
