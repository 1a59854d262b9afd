// Decides which path routes may live under. Registers nothing.

/**
 * First segments of paths that the Gateway answers itself, before or instead of a plugin
 * (host source: gateway-http-route-contracts, server-start; docs: gateway/config-hooks, web/control-ui).
 */
const OF_THE_GATEWAY = new Set([
  "__openclaw__",
  "api",
  "assets",
  "avatar",
  "health",
  "healthz",
  "hooks",
  "mcp",
  "oauth",
  "plugin",
  "plugins",
  "ready",
  "readyz",
  "sessions",
  "startup",
  "startupz",
  "tools",
  "v1",
]);

export const DEFAULT_BASE_PATH = "/webhooks/inbound";

/** Without the slash that may stand at its end. */
export function normalBasePath(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** Why nothing of ours can live under a well-formed path, or undefined. */
export function basePathProblem(path: string, instead = DEFAULT_BASE_PATH): string | undefined {
  const [, first = ""] = path.split("/");
  if (!OF_THE_GATEWAY.has(first.toLowerCase())) return undefined;
  return `"/${first}" belongs to the Gateway; take another path, such as "${instead}"`;
}
