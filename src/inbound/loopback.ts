// Lets in programs of this machine when a route has no auth, and nobody else.
// Must not trust any header to say where a request comes from.
import { header, type InboundRequest } from "./request.ts";
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

export function verifyLoopback(request: InboundRequest): Verdict {
  const reason = outsideReason(request);
  if (reason !== undefined) return refuse(`${reason}; set auth on route ${routeName(request)}`);
  const deliveryId = header(request, "idempotency-key");
  return acceptCaller(request, {
    verified: false,
    ...(deliveryId !== undefined && { deliveryId }),
  });
}

function outsideReason(request: InboundRequest): string | undefined {
  if (!isLoopback(request.peer)) return "without auth only callers on this machine are answered";
  const names = Object.keys(request.headers).map((name) => name.toLowerCase());
  const relay = relayHeader(request.headers);
  if (relay !== undefined) return `header "${relay}" shows a proxy or tunnel in between`;
  const browser = names.find((name) => fromBrowser.includes(name));
  if (browser !== undefined) return `header "${browser}" shows that a web page sent it`;
  return undefined;
}

/** A header that only somebody in between writes, in lower case. */
export function relayHeader(headers: InboundRequest["headers"]): string | undefined {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return names.find((name) => forwarding.has(name) || name.startsWith("x-forwarded"));
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
