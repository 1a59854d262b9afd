// Where the Gateway itself listens: a delivery to it would come back as work of its own.
// Source: `resolveGatewayPort` of OpenClaw 2026.9.6. In the order of the host: `--port`, `OPENCLAW_GATEWAY_PORT`, the
// config, the profile, 18789. A Gateway writes the port that came of it into its own `OPENCLAW_GATEWAY_PORT`
// before it loads a plugin, so that there the variable is the whole truth. It has no second HTTP port.
import { isRecord } from "../problem/path.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whatever address the Gateway is bound to. */
const EVERY_ADDRESS = "0.0.0.0";
/** Source: docs/gateway/configuration-reference.md of the host. */
const DEFAULT_PORT = 18_789;

/**
 * `hostConfig`: all of the host's config, or as much of it as is known. `environment`: that of the Gateway's process;
 * any other process knows of no `--port`.
 */
export function ownListenersOf(
  hostConfig: unknown,
  environment: Environment,
): { address: string; port: number }[] {
  return [{ address: EVERY_ADDRESS, port: portFor(hostConfig, environment) }];
}

/** Where the Gateway answers callers of this machine: `http://127.0.0.1:18789`. */
export function localOriginOf(hostConfig: unknown, environment: Environment): string {
  const tls = gatewayOf(hostConfig)["tls"];
  const scheme = isRecord(tls) && tls["enabled"] === true ? "https" : "http";
  return `${scheme}://127.0.0.1:${portFor(hostConfig, environment)}`;
}

function portFor(hostConfig: unknown, environment: Environment): number {
  return (
    portOf(environment["OPENCLAW_GATEWAY_PORT"]) ??
    configuredPort(hostConfig) ??
    profilePort(environment["OPENCLAW_PROFILE"]) ??
    DEFAULT_PORT
  );
}

function gatewayOf(hostConfig: unknown): Record<string, unknown> {
  const gateway = isRecord(hostConfig) ? hostConfig["gateway"] : undefined;
  return isRecord(gateway) ? gateway : {};
}

/** `18789`, `127.0.0.1:18789` or `[::1]:18789`; anything else the host passes over. */
function portOf(written: string | undefined): number | undefined {
  const digits = /^(?:[^:]+:|\[[^\]]+\]:)?(\d+)$/.exec(written?.trim() ?? "")?.[1];
  const port = Number(digits ?? 0);
  return port > 0 && port <= 65_535 ? port : undefined;
}

function configuredPort(hostConfig: unknown): number | undefined {
  const { port } = gatewayOf(hostConfig);
  return typeof port === "number" && port > 0 ? port : undefined;
}

/** The host gives each named profile a port of its own: FNV-1a of its name, from 20000 on. */
function profilePort(written: string | undefined): number | undefined {
  const profile = written?.trim() ?? "";
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/i.test(profile) || profile.toLowerCase() === "default")
    return undefined;
  let hash = 2_166_136_261;
  for (const byte of Buffer.from(profile, "utf8")) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return 20_000 + (hash % 40_000);
}
