// The way through a proxy: a connection to it, and a tunnel to the receiver by CONNECT. Looks up and vets the proxy's own
// name only; where the receiver is, is decided before.
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Client } from "undici";
import type { Guard } from "../../guard/guard.ts";
import { ConnectError } from "../failure.ts";
import type { Lookup, ResolvedAddress } from "../lookup.ts";
import {
  proxyAnswerFailure,
  proxyConnectFailure,
  proxyCutFailure,
  proxyDnsFailure,
} from "./proxy-failure.ts";

export interface ProxyWay {
  host: string;
  port: number;
  secure: boolean;
  /** `host:port` for messages. */
  peer: string;
  /** Whole value of `Proxy-Authorization`. */
  authorization?: string;
  /** It gets names and looks them up. */
  byName: boolean;
  /** It gets whole URLs and no CONNECT. */
  forwards: boolean;
  /** Only metadata services and the Gateway itself are no proxies. */
  guard: Guard;
  lookup: Lookup;
}

/** The tunnel did not come about; another address of the receiver may fare better. */
const NEXT: ReadonlySet<number> = new Set([502, 503, 504]);
const MOST_TRIED = 4;

export interface TunnelPorts {
  /** `host:port` of the receiver, for messages. */
  receiver: string;
  /** Each socket that is opened, so that it can be ended. */
  opened: (socket: Socket) => void;
}

/** A socket that ends at the first of `targets` (`host:port`) that the proxy reaches. Rejects with a `ConnectError`. */
export async function openTunnel(
  proxy: ProxyWay,
  targets: readonly string[],
  { receiver, opened }: TunnelPorts,
): Promise<{ socket: Socket; target: string }> {
  let status = 502;
  for (const target of targets.slice(0, MOST_TRIED)) {
    const socket = await connectProxy(proxy, opened);
    status = await askFor(target, socket, proxy);
    if (status >= 200 && status < 300) return { socket, target };
    socket.destroy();
    if (!NEXT.has(status)) break;
  }
  throw new ConnectError(proxyAnswerFailure(proxy.peer, receiver, status));
}

/** A socket to the proxy itself. Rejects with a `ConnectError`. */
export async function connectProxy(
  proxy: ProxyWay,
  opened: (socket: Socket) => void,
): Promise<Socket> {
  const { host, port, secure, peer, guard, lookup } = proxy;
  const family = isIP(host);
  const addresses: readonly ResolvedAddress[] =
    family === 0
      ? await lookup(host).catch((error: unknown) => {
          throw new ConnectError(proxyDnsFailure(peer, error));
        })
      : [{ address: host, family }];
  const texts = addresses.map(({ address }) => address);
  const verdict = guard.vet(host, texts, port);
  if (!verdict.ok) {
    throw new ConnectError({ errorClass: "proxy", message: `proxy ${verdict.reason}` });
  }
  const pinned: LookupFunction = (_host, _options, callback) => callback(null, [...addresses]);
  const target = { host, port, lookup: pinned, autoSelectFamily: true };
  const socket = secure
    ? connectTls({ ...target, servername: family === 0 ? host : "", ALPNProtocols: ["http/1.1"] })
    : connectTcp(target);
  opened(socket);
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    let stage: "connect" | "tls" = "connect";
    socket.once("connect", () => {
      stage = "tls";
    });
    socket.once(secure ? "secureConnect" : "connect", () => resolve());
    socket.on("error", (error) =>
      reject(new ConnectError(proxyConnectFailure(peer, stage, error))),
    );
    socket.once("close", () => reject(new ConnectError(proxyCutFailure(peer))));
  });
  return socket;
}

/** The status that the proxy answers to CONNECT. */
async function askFor(target: string, socket: Socket, proxy: ProxyWay): Promise<number> {
  const client = new Client(`http://${proxy.peer}`, {
    // Called back at once, undici would wait for ever.
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket)),
    // The dial holds the deadline.
    headersTimeout: 0,
  });
  const headers = {
    host: target,
    ...(proxy.authorization !== undefined && { "proxy-authorization": proxy.authorization }),
  };
  try {
    const { statusCode } = await client.connect({ path: target, headers });
    return statusCode;
  } catch (error) {
    // A fault of ours is none of the proxy's.
    if (error instanceof TypeError) throw error;
    throw new ConnectError(proxyCutFailure(proxy.peer));
  } finally {
    void client.destroy();
  }
}
