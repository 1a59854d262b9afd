// What a request's way through the network adds to it: the proxy that it takes, if any, and the headers for that.
import { createHash } from "node:crypto";
import type { ProxySettings } from "../../../config/settings.ts";
import { bareHost, createGuard, type Listener } from "../../guard/guard.ts";
import type { Failure } from "../failure.ts";
import type { Lookup } from "../lookup.ts";
import type { Material } from "./material.ts";
import { goesPast } from "./no-proxy.ts";
import type { ProxyWay } from "./proxy.ts";
import { isProxyFault, proxyAnswerFailure } from "./proxy-failure.ts";

export interface Way {
  material: Material | undefined;
  proxy: ProxySettings | undefined;
  /** The same for the same way: no socket serves another one. */
  mark: string;
}

const marks = new WeakMap<ProxySettings, string>();

export function wayOf(proxy: ProxySettings | undefined, material: Material | undefined): Way {
  const mark = `${material?.mark ?? ""} ${proxy ? markOf(proxy) : ""}`;
  return { material, proxy, mark };
}

function markOf(proxy: ProxySettings): string {
  const known = marks.get(proxy);
  if (known !== undefined) return known;
  const mark = createHash("sha256").update(JSON.stringify(proxy)).digest("base64");
  marks.set(proxy, mark);
  return mark;
}

/** How the proxy is asked for this host; undefined where the host is reached past it. */
export function proxyWay(
  proxy: ProxySettings,
  target: string,
  around: { secure: boolean; lookup: Lookup; ownListeners: readonly Listener[] },
): ProxyWay | undefined {
  if (goesPast(proxy.noProxy ?? "", target)) return undefined;
  const url = new URL(proxy.url);
  const host = bareHost(url.hostname);
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const byName = proxy.resolve === "proxy";
  return {
    host,
    port,
    secure,
    peer: peerOf(host, port),
    byName,
    forwards: byName && !around.secure,
    lookup: around.lookup,
    // An operator names it, and it stands in the private network as a rule.
    guard: createGuard(true, around.ownListeners),
    ...(proxy.username !== undefined && {
      authorization: basicOf(proxy.username, proxy.password ?? ""),
    }),
  };
}

/** `host:port`, with the brackets of an IPv6 address. */
export function peerOf(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

export function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

interface Asked {
  authorization?: string;
  forwardedBy?: ProxyWay;
}

/** The headers as they go out: with the credentials of the URL, and those of a proxy that gets the request itself. */
export function headersOn(
  { authorization, forwardedBy }: Asked,
  headers: Record<string, string>,
): Record<string, string> {
  const forProxy = forwardedBy?.authorization;
  const sent = authorization ? withAuthorization(headers, authorization) : headers;
  return forProxy === undefined ? sent : { ...sent, "proxy-authorization": forProxy };
}

/** The proxy answered in place of the receiver. */
export function faultOf(
  { forwardedBy, peer }: Asked & { peer: string },
  status: number,
  headers: Readonly<Record<string, string>>,
): Failure | undefined {
  if (!forwardedBy || !isProxyFault(status, headers)) return undefined;
  return proxyAnswerFailure(forwardedBy.peer, peer, status);
}

function withAuthorization(
  headers: Record<string, string>,
  authorization: string,
): Record<string, string> {
  const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  return hasOwn ? headers : { ...headers, authorization };
}
