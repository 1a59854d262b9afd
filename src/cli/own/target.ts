// Which Gateway a command asks, and by what right, as the host's own commands choose both (OpenClaw 2026.9.6,
// `resolveGatewayClientBootstrap` and `resolveGatewayCredentialsFromConfig`; docs/gateway/protocol/auth.md). What
// needs more than a WebSocket on this machine is the host's to ask. Pure.
import { localOriginOf } from "../../config/gateway/own-listeners.ts";
import { isRecord } from "../../config/problem/path.ts";
import type { Environment } from "./places.ts";

export interface Target {
  /** `ws://127.0.0.1:18789` */
  url: string;
  /** The secret that both share: enough for whoever calls from the same machine. */
  shared?: { token?: string; password?: string };
  /** Under which origin a device's token is kept; absent: that of this machine's own Gateway. */
  deviceScope?: string;
}

/** `host`: openclaw itself has to ask, and why. */
export type Choice = { kind: "own"; target: Target } | { kind: "host"; why: string };

/** `config`: with everything in it resolved that can be. */
export function chooseTarget(config: Record<string, unknown>, environment: Environment): Choice {
  const gateway = recordAt(config, "gateway");
  const remote = recordAt(gateway, "remote");
  const isRemote = gateway["mode"] === "remote";
  const given = text(environment["OPENCLAW_GATEWAY_URL"]);
  const url =
    given ??
    (isRemote ? text(remote["url"]) : localOriginOf(config, environment).replace(/^http/, "ws"));
  if (url === undefined) return host("gateway.remote.url is not set");
  if (!isPlainLoopback(url))
    return host(`${withoutSecrets(url)} is not plain ws:// on this machine`);
  const credentials = { gateway, remote, environment };
  const found =
    given === undefined
      ? (isRemote ? remoteCredentials : localCredentials)(credentials)
      : { ...byEnvironment(environment), reference: undefined };
  if (found.reference !== undefined) return host(`${found.reference} is a reference to a secret`);
  const target: Target = { url };
  if (given !== undefined || isRemote) target.deviceScope = originOf(url);
  const { token, password } = found;
  if (isSharedSecret(gateway, environment, { token, password }))
    target.shared = pick(token, password);
  else if (token !== undefined || password !== undefined)
    return host("gateway.auth.mode does not go with the secret that is there");
  return { kind: "own", target };
}

function host(why: string): Choice {
  return { kind: "host", why };
}

interface Sources {
  gateway: Record<string, unknown>;
  remote: Record<string, unknown>;
  environment: Environment;
}

interface Found {
  token?: string | undefined;
  password?: string | undefined;
  /** The path of one that this process cannot read. */
  reference?: string | undefined;
}

/** The config's own first, then the environment's, then what is meant for a Gateway elsewhere. */
function localCredentials({ gateway, remote, environment }: Sources): Found {
  const auth = recordAt(gateway, "auth");
  const env = byEnvironment(environment);
  const reference = referenceIn({ "gateway.auth": auth });
  const fallback = auth["mode"] === "trusted-proxy" ? undefined : text(remote["password"]);
  return {
    token: text(auth["token"]) ?? env.token ?? text(remote["token"]),
    password: text(auth["password"]) ?? env.password ?? fallback,
    reference,
  };
}

function remoteCredentials({ gateway, remote, environment }: Sources): Found {
  const auth = recordAt(gateway, "auth");
  const env = byEnvironment(environment);
  return {
    token: text(remote["token"]) ?? env.token ?? text(auth["token"]),
    password: env.password ?? text(remote["password"]) ?? text(auth["password"]),
    reference: referenceIn({ "gateway.remote": remote, "gateway.auth": auth }),
  };
}

function byEnvironment(environment: Environment): { token?: string; password?: string } {
  return pick(
    text(environment["OPENCLAW_GATEWAY_TOKEN"]),
    text(environment["OPENCLAW_GATEWAY_PASSWORD"]),
  );
}

function pick(token?: string, password?: string): { token?: string; password?: string } {
  return { ...(token !== undefined && { token }), ...(password !== undefined && { password }) };
}

/** Only what the Gateway's own mode asks for lets a caller in without a device. */
function isSharedSecret(
  gateway: Record<string, unknown>,
  environment: Environment,
  { token, password }: Found,
): boolean {
  const auth = recordAt(gateway, "auth");
  const ownPassword = text(auth["password"]) ?? byEnvironment(environment).password;
  const mode = auth["mode"] ?? (ownPassword === undefined ? "token" : "password");
  return (
    (mode === "token" && token !== undefined) || (mode === "password" && password !== undefined)
  );
}

/** Objects are references, and so is text with a variable that is not there. */
function referenceIn(places: Record<string, Record<string, unknown>>): string | undefined {
  for (const [path, place] of Object.entries(places)) {
    for (const name of ["token", "password"]) {
      const value = place[name];
      const isText = typeof value === "string" && !value.includes("${");
      if (value !== undefined && !isText) return `${path}.${name}`;
    }
  }
  return undefined;
}

function recordAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const found = value[key];
  return isRecord(found) ? found : {};
}

function text(value: unknown): string | undefined {
  const trimmed = typeof value === "string" ? value.trim() : "";
  return trimmed === "" ? undefined : trimmed;
}

function isPlainLoopback(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== "ws:" || parsed.username !== "" || parsed.password !== "") return false;
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname);
}

function originOf(url: string): string {
  const { protocol, host: place, pathname } = new URL(url);
  return `${protocol}//${place}${pathname.replace(/\/+$/, "")}`;
}

function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? "the Gateway's address" : `${parsed.protocol}//${parsed.host}`;
}
