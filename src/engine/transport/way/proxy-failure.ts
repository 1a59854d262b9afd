// What goes wrong at a proxy, told apart from what goes wrong at the receiver. Repeats nothing that a proxy says.
import type { Failure } from "../failure.ts";
import { connectFailure, dnsFailure } from "../failure.ts";

/** `peer`: `host:port` of the proxy. */
export function proxyDnsFailure(peer: string, error: unknown): Failure {
  return ofProxy(dnsFailure(peer, error));
}

export function proxyConnectFailure(
  peer: string,
  stage: "connect" | "tls",
  error: unknown,
): Failure {
  return ofProxy(connectFailure(peer, stage, error));
}

export function proxyTimeout(peer: string, connectTimeoutMs: number): Failure {
  const message = `proxy ${peer}: timed out after ${connectTimeoutMs} ms: check that the proxy works, or raise connectTimeoutMs`;
  return { errorClass: "proxy", message };
}

/** The proxy does not let it through, or cannot reach the receiver, which is no fault of the proxy. */
export function proxyAnswerFailure(peer: string, receiver: string, status: number): Failure {
  if (CANNOT_REACH.has(status)) {
    const message = `${receiver}: the proxy ${peer} could not reach the receiver (HTTP ${status}): check that it runs and that the proxy may reach it`;
    return { errorClass: status === 504 ? "timeout" : "connect", message };
  }
  return { errorClass: "proxy", message: `proxy ${peer}: ${wordsOf(status)} (HTTP ${status})` };
}

export function proxyCutFailure(peer: string): Failure {
  const message = `proxy ${peer}: the connection ended before the proxy answered: check that this is the port of an HTTP proxy`;
  return { errorClass: "proxy", message };
}

/** By answers that only the proxy itself gives. `headers` with lower-case names. */
export function isProxyFault(status: number, headers: Readonly<Record<string, string>>): boolean {
  if (status < 400) return false;
  // RFC 9209 says whose error it is; Squid says it in a header of its own.
  const said = headers["proxy-status"]?.includes("error=") === true;
  return status === 407 || said || headers["x-squid-error"] !== undefined;
}

const CANNOT_REACH: ReadonlySet<number> = new Set([502, 503, 504]);

function wordsOf(status: number): string {
  if (status === 407) return "it asks for credentials: check proxy.username and proxy.password";
  if (status === 403 || status === 405) {
    return 'it does not let this target through: allow its address and port there, or, where it knows names only, set proxy.resolve: "proxy"';
  }
  return "it did not open a way to the receiver";
}

function ofProxy({ message }: Failure): Failure {
  const said = message
    .replaceAll("the receiver", "the proxy")
    .replaceAll("the endpoint's url", "proxy.url")
    .replaceAll("tls.ca (for all endpoints: NODE_EXTRA_CA_CERTS)", "NODE_EXTRA_CA_CERTS");
  return { errorClass: "proxy", message: `proxy ${said}` };
}
