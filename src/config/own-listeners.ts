// Where the Gateway itself listens, by the host's config: a delivery to it would come back as work of its own.
import { isRecord } from "./path.ts";

/** Whatever address the Gateway is bound to. */
const EVERY_ADDRESS = "0.0.0.0";
/** Source: docs/gateway/configuration-reference.md of the host. */
const DEFAULT_PORT = 18_789;

/** `hostConfig`: all of openclaw.json5, or as much of it as is known. */
export function ownListenersOf(hostConfig: unknown): { address: string; port: number }[] {
  const gateway = isRecord(hostConfig) ? hostConfig["gateway"] : undefined;
  const port = isRecord(gateway) ? gateway["port"] : undefined;
  return [{ address: EVERY_ADDRESS, port: typeof port === "number" ? port : DEFAULT_PORT }];
}
