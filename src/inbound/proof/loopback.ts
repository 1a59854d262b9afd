// Lets in programs of this machine when a route has no auth, and nobody else; keeps strangers' pages in the browser
// of this machine from a route that is open to all.
// Must not trust any header to say where a request comes from.
import { foreignHost } from "../request/host.ts";
import { header, type InboundRequest } from "../request/request.ts";
import { acceptCaller, refuse, type Verdict } from "./verdict.ts";

// A tunnel or a reverse proxy on this machine is a loopback peer too; these give it away.
const forwarding = new Set([
  "forwarded",
  "via",
  "cdn-loop",
  "x-real-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-original-forwarded-for",
  "x-envoy-external-address",
  "true-client-ip",
  "cf-connecting-ip",
  "cf-ray",
  "fly-client-ip",
  "fastly-client-ip",
  "tailscale-user-login",
]);

// Any web page can make the browser of this machine send a POST to 127.0.0.1.
const fromBrowser = ["origin", "sec-fetch-site"];

const REMEDY = "list it in inbound.hosts if it is a name of this Gateway";

/** `hosts`: names of this Gateway, as `foreignHost` takes them. */
export function verifyLoopback(request: InboundRequest, hosts: readonly string[] = []): Verdict {
  const reason = outsideReason(request, hosts);
  if (reason !== undefined) return refuse(`${reason}; set auth on route ${routeName(request)}`);
  const deliveryId = header(request, "idempotency-key");
  return acceptCaller(request, {
    verified: false,
    ...(deliveryId !== undefined && { deliveryId }),
  });
}

/**
 * Everybody, under any name that leads here, but no page that a browser of this machine shows under a name that is
 * not this Gateway's: such a page has come past the firewall that its author has not.
 */
export function verifyOpen(request: InboundRequest, hosts: readonly string[] = []): Verdict {
  const host = foreignHost(request, hosts);
  const isPageHere =
    isLoopback(request.peer) &&
    relayHeader(request.headers) === undefined &&
    browserOf(request) !== undefined;
  if (host !== undefined && isPageHere)
    return refuse(`a web page on this machine sent it, and header "host" names ${host}; ${REMEDY}`);
  return acceptCaller(request, { verified: false });
}

function outsideReason(request: InboundRequest, hosts: readonly string[]): string | undefined {
  if (!isLoopback(request.peer)) return "without auth only callers on this machine are answered";
  const relay = relayHeader(request.headers);
  if (relay !== undefined) return `header "${relay}" shows a proxy or tunnel in between`;
  const browser = browserOf(request);
  if (browser !== undefined) return `header "${browser}" shows that a web page sent it`;
  const host = foreignHost(request, hosts);
  if (host !== undefined) return `header "host" names ${host}, not this machine; ${REMEDY}`;
  return undefined;
}

/** A header that only somebody in between writes, in lower case. */
export function relayHeader(headers: InboundRequest["headers"]): string | undefined {
  return namesOf(headers).find((name) => forwarding.has(name) || name.startsWith("x-forwarded"));
}

function browserOf({ headers }: InboundRequest): string | undefined {
  return namesOf(headers).find((name) => fromBrowser.includes(name));
}

function namesOf(headers: InboundRequest["headers"]): string[] {
  return Object.keys(headers).map((name) => name.toLowerCase());
}

/** 127.0.0.0/8, ::1, and IPv4 loopback as a mapped IPv6 address. */
export function isLoopback(peer: string): boolean {
  const address = peer.toLowerCase().replace(/^::ffff:/, "");
  if (address === "::1") return true;
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  return octets?.slice(1).every((octet) => Number(octet) <= 255) ?? false;
}

/** The last segment of the path, where it is a name that can be printed. */
function routeName({ url }: InboundRequest): string {
  const name = /\/([\w.-]{1,100})\/?(?:[?#]|$)/.exec(url)?.[1];
  return name === undefined ? "this route" : `"${name}"`;
}
