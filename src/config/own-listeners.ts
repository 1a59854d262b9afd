// Where the Gateway itself listens, by the host's config: a delivery to it would come back as work of its own.
import { isRecord } from "./path.ts";

/** Whatever address the Gateway is bound to. */
const EVERY_ADDRESS = "0.0.0.0";
/** Source: docs/gateway/configuration-reference.md of the host. */
const DEFAULT_PORT = 18_789;

/** `hostConfig`: all of the host's config, or as much of it as is known. */
export function ownListenersOf(hostConfig: unknown): { address: string; port: number }[] {
  return [{ address: EVERY_ADDRESS, port: portOf(gatewayOf(hostConfig)) }];
}

/** Where the Gateway answers callers of this machine: `http://127.0.0.1:18789`. */
export function localOriginOf(hostConfig: unknown): string {
  const gateway = gatewayOf(hostConfig);
  const tls = gateway["tls"];
  const scheme = isRecord(tls) && tls["enabled"] === true ? "https" : "http";
  return `${scheme}://127.0.0.1:${portOf(gateway)}`;
}

function gatewayOf(hostConfig: unknown): Record<string, unknown> {
  const gateway = isRecord(hostConfig) ? hostConfig["gateway"] : undefined;
  return isRecord(gateway) ? gateway : {};
}

function portOf({ port }: Record<string, unknown>): number {
  return typeof port === "number" ? port : DEFAULT_PORT;
}
