// Whether a caller whom the Gateway let in may read what the plugin knows: the scopes of its request say so.

/** Each of these includes reading (openclaw docs, gateway/operator-scopes). */
const READING_SCOPES: ReadonlySet<string> = new Set([
  "operator.read",
  "operator.write",
  "operator.admin",
]);

/** Within a route with `auth: "gateway"`. */
export async function mayRead(): Promise<boolean> {
  const { getPluginRuntimeGatewayRequestScope } =
    await import("openclaw/plugin-sdk/plugin-runtime");
  const scopes = getPluginRuntimeGatewayRequestScope()?.client?.connect.scopes ?? [];
  return scopes.some((scope) => READING_SCOPES.has(scope));
}
