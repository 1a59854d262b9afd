// Where a connection leads and how its socket is made. Vets nothing, and waits for nothing but a look-up.
import type { LookupFunction, Socket } from "node:net";
import { connect as connectTcp, isIP } from "node:net";
import {
  connect as connectTls,
  type ConnectionOptions,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import type { Guard, Verdict } from "../guard/guard.ts";
import type { Lookup, ResolvedAddress } from "./lookup.ts";
import type { ProxyWay } from "./way/proxy.ts";

export interface Origin {
  /** Bare host, no brackets. */
  host: string;
  port: number;
  secure: boolean;
  /** `host:port` for messages. */
  peer: string;
  guard: Guard;
  lookup: Lookup;
  /** Whom to trust and what to show; absent = as Node does. */
  secureContext?: SecureContext;
  /** Name that the certificate is for, when it is not the host's own. */
  serverName?: string;
  /** Absent = directly. */
  proxy?: ProxyWay;
  /** Vets what can be vetted of a name that a proxy looks up. */
  vetName: () => Verdict;
  /** TLS session of the last connection, for a shorter handshake. */
  session?: Buffer;
}

/** Its addresses; rejects with the error of the look-up. */
export async function resolve({ host, lookup }: Origin): Promise<readonly ResolvedAddress[]> {
  const family = isIP(host);
  return family ? [{ address: host, family }] : lookup(host);
}

/** Connects to these addresses only, and speaks TLS where the origin does. */
export function openSocket(
  origin: Origin,
  servername: string | undefined,
  addresses: readonly ResolvedAddress[],
): Socket {
  const pinned: LookupFunction = (_host, _options, callback) => callback(null, [...addresses]);
  const target = { host: origin.host, port: origin.port, lookup: pinned, autoSelectFamily: true };
  return origin.secure ? secureSocket(origin, servername, target) : connectTcp(target);
}

/** TLS over a new connection, or over the socket in `over`. */
export function secureSocket(
  origin: Origin,
  servername: string | undefined,
  over: ConnectionOptions,
): TLSSocket {
  // An address is not a TLS server name; the certificate is then checked against the address itself.
  const name = origin.serverName ?? servername ?? (isIP(origin.host) ? "" : origin.host);
  const { secureContext, session } = origin;
  const socket = connectTls({
    ...over,
    // The name that is checked where there is no server name to send.
    host: origin.host,
    servername: name,
    ALPNProtocols: ["http/1.1"],
    ...(secureContext && { secureContext }),
    ...(session && !servername && { session }),
  });
  if (!servername) socket.on("session", (fresh: Buffer) => (origin.session = fresh));
  return socket;
}
