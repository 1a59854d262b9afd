// What is to be said of proxies: one of the environment that deliveries do not use, and one that looks names up. Must
// not show the variables' values: a proxy's URL may hold a password.
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
  return [...resolving(endpoints), ...ignored(endpoints, environment)];
}

/** The guard against private addresses cannot be kept there, and nobody but the operator can know whether it has to. */
function resolving(endpoints: readonly Endpoint[]): Finding[] {
  const names = endpoints
    .filter(({ proxy }) => proxy && proxy.resolve === "proxy")
    .map(({ name }) => `"${name}"`);
  if (names.length === 0) return [];
  return [
    {
      checkId: "event-webhooks.endpoint.proxy_resolves",
      severity: "warn",
      title: "A proxy looks names up, so that nobody here checks where they lead",
      detail: `allowPrivateNetwork covers only what is written out as an address there: ${names.join(", ")}. Whoever answers for a name can point it at any machine that the proxy can reach.`,
      remediation:
        'Leave out proxy.resolve: "proxy" where this machine can look the names up; else let the proxy refuse private addresses.',
    },
  ];
}

function ignored(endpoints: readonly Endpoint[], environment: Environment): Finding[] {
  const direct = endpoints.filter(({ proxy }) => proxy === undefined);
  const set = ASKING.flatMap((name) => [name, name.toLowerCase()]).filter((name) => {
    const value = environment[name] ?? "";
    return value !== "" && !(name === "NODE_USE_ENV_PROXY" && value === "0");
  });
  if (direct.length === 0 || set.length === 0) return [];
  return [
    {
      checkId: "event-webhooks.endpoint.proxy_ignored",
      severity: "info",
      title: "Deliveries go to their receivers directly, past the proxy of the environment",
      detail: `Set here, and not used by deliveries: ${set.join(", ")}. A proxy is used where the settings name one.`,
      remediation:
        "Set `proxy`, for all endpoints or for one; `proxy: false` says that an endpoint is meant to go directly.",
    },
  ];
}
