// Was a request sent to a name of this machine? A page whose name was pointed at 127.0.0.1 after it had loaded is of
// the same origin as what it asks, and only the Host header, which no page can choose, gives it away.
import { header, type InboundRequest } from "./request.ts";

const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * `hosts`: further names in lower case, `[…]` around IPv6, without a port.
 * @returns what the `Host` header names, fit for a log, or undefined: a name of this machine, or no name at all,
 * as of no browser.
 */
export function foreignHost(request: InboundRequest, hosts: readonly string[]): string | undefined {
  const written = header(request, "host");
  if (written === undefined || written === "") return undefined;
  const name = /^(\[[^\]]*\]|[^:]+)(?::\d+)?$/.exec(written)?.[1]?.toLowerCase().replace(/\.$/, "");
  if (name !== undefined && (LOOPBACK.test(name) || hosts.includes(name))) return undefined;
  return name !== undefined && /^[\w.:[\]-]{1,100}$/.test(name) ? `"${name}"` : "no host name";
}
