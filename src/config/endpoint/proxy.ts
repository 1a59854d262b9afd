// Decides whether a `proxy` can be used, and which one an endpoint has. Never shows a password.
import type { ProxyConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { isRecord } from "../problem/path.ts";
import { unresolvedSecret } from "../secret/secrets.ts";
import type { Endpoint, Problem, ProxySettings } from "../settings.ts";
import { addressProblem } from "./url.ts";

/** Problems of `proxy` at `path`; the definition holds for it. */
export function checkProxy(raw: unknown, path: string): Problem[] {
  if (!isRecord(raw)) return [];
  const { url, username, password } = raw;
  const message = typeof url === "string" ? urlMessage(url) : undefined;
  return [
    ...(message === undefined ? [] : [{ path: configPath(path, "url"), message }]),
    ...unresolvedSecret(password, configPath(path, "password")),
    ...(password !== undefined && username === undefined
      ? [{ path, message: '"username" of "password" is missing' }]
      : []),
  ];
}

function urlMessage(text: string): string | undefined {
  const problem = addressProblem(text);
  if (problem !== undefined) return problem;
  const { username, password, pathname, search } = new URL(text);
  if (username !== "" || password !== "") {
    return "holds a user name or password; write them as username and password beside it";
  }
  return pathname === "/" && search === "" ? undefined : "has a path; a proxy is a host and a port";
}

export function readProxy(config: ProxyConfig | false): ProxySettings | false {
  if (config === false) return false;
  const { password, ...rest } = config;
  return {
    ...rest,
    resolve: config.resolve ?? "here",
    ...(typeof password === "string" && { password }),
  };
}

const MISUNDERSTOOD = "proxy: the proxy of all endpoints is not understood; nothing goes past it";

/**
 * The endpoint with the proxy of all, where it has none of its own. `proxy`: what is sound of that. One that is wrong
 * holds what would have used it.
 */
export function withProxyOfAll(
  endpoint: Endpoint,
  proxy: ProxyConfig | undefined,
  block: Record<string, unknown>,
): Endpoint {
  if (endpoint.proxy !== undefined || block["proxy"] === undefined) return endpoint;
  if (proxy === undefined) return { ...endpoint, held: endpoint.held ?? MISUNDERSTOOD };
  return { ...endpoint, proxy: readProxy(proxy) };
}
