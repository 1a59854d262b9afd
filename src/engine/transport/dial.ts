// Opens one socket: look-up, guard, TCP, TLS, under one timeout. The addresses that the guard saw are the ones
// that are connected to; nothing is resolved a second time. Knows nothing of HTTP.
import type { LookupFunction, Socket } from "node:net";
import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import type { Guard } from "../guard/guard.ts";
import type { Failure, Stage } from "./failure.ts";
import { ConnectError, connectFailure, dnsFailure, timeoutFailure } from "./failure.ts";
import type { Lookup, ResolvedAddress } from "./lookup.ts";

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
  /** TLS session of the last connection, for a shorter handshake. */
  session?: Buffer;
}

const KEEP_ALIVE_PROBE_MS = 60_000;

/** When each stage of a connection ended, on the clock of `performance.now()`. */
export interface Marks {
  beganAt: number;
  dns?: number;
  connect?: number;
  tls?: number;
  /** Address that was connected to. */
  address?: string;
}

export interface DialOptions {
  /** TLS name when it is not the host's own. */
  servername: string | undefined;
  /** For all stages together. */
  timeoutMs: number;
}

export type Dialed = (...outcome: [ConnectError, null] | [null, Socket]) => void;

/** One connection in the making, begun when it is constructed. Calls back once, never from the constructor. */
export class Dial {
  readonly marks: Marks = { beganAt: performance.now() };
  stage: Stage = "dns";
  readonly #origin: Origin;
  readonly #options: DialOptions;
  readonly #dialed: Dialed;
  readonly #timer: NodeJS.Timeout;
  #socket: Socket | undefined;
  #ended = false;

  constructor(origin: Origin, options: DialOptions, dialed: Dialed) {
    this.#origin = origin;
    this.#options = options;
    this.#dialed = dialed;
    const { peer } = origin;
    const limit = { connectTimeoutMs: options.timeoutMs };
    this.#timer = setTimeout(
      () => this.cancel(timeoutFailure(peer, this.stage, limit)),
      options.timeoutMs,
    );
    resolve(origin)
      .then(
        (addresses) => this.#open(addresses),
        (error: unknown) => this.cancel(dnsFailure(peer, error)),
      )
      .catch((error: unknown) => this.cancel(connectFailure(peer, "connect", error)));
  }

  /** Gives up with this failure, unless it has ended. */
  cancel(failure: Failure): void {
    if (!this.#end()) return;
    this.#socket?.destroy();
    this.#dialed(new ConnectError(failure), null);
  }

  #open(addresses: readonly ResolvedAddress[]): void {
    if (this.#ended) return;
    const { host, port, guard } = this.#origin;
    const isLiteral = isIP(host) !== 0;
    if (!isLiteral) this.marks.dns = performance.now();
    const texts = addresses.map(({ address }) => address);
    const verdict = guard.vet(host, texts, port);
    if (verdict.ok) return this.#connect(addresses);
    this.cancel({ errorClass: "refused", message: verdict.reason, permanent: isLiteral });
  }

  #connect(addresses: readonly ResolvedAddress[]): void {
    this.stage = "connect";
    const socket = openSocket(this.#origin, this.#options.servername, addresses);
    this.#socket = socket;
    socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    socket.once("connect", () => {
      this.marks.connect = performance.now();
      if (socket.remoteAddress) this.marks.address = socket.remoteAddress;
      if (this.#origin.secure) this.stage = "tls";
      else this.#succeed(socket);
    });
    socket.once("secureConnect", () => {
      this.marks.tls = performance.now();
      this.#succeed(socket);
    });
    socket.on("error", (error) => {
      const stage = this.stage === "tls" ? "tls" : "connect";
      this.cancel(connectFailure(this.#origin.peer, stage, error));
    });
  }

  #succeed(socket: Socket): void {
    if (this.#end()) this.#dialed(null, socket);
  }

  /** False when it had ended before. */
  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    clearTimeout(this.#timer);
    return true;
  }
}

async function resolve({ host, lookup }: Origin): Promise<readonly ResolvedAddress[]> {
  const family = isIP(host);
  return family ? [{ address: host, family }] : lookup(host);
}

function openSocket(
  origin: Origin,
  servername: string | undefined,
  addresses: readonly ResolvedAddress[],
): Socket {
  const pinned: LookupFunction = (_host, _options, callback) => callback(null, [...addresses]);
  const target = { host: origin.host, port: origin.port, lookup: pinned, autoSelectFamily: true };
  if (!origin.secure) return connectTcp(target);
  // An address is not a TLS server name; the certificate is then checked against the address itself.
  const name = origin.serverName ?? servername ?? (isIP(origin.host) ? "" : origin.host);
  const { secureContext, session } = origin;
  const socket = connectTls({
    ...target,
    servername: name,
    ALPNProtocols: ["http/1.1"],
    ...(secureContext && { secureContext }),
    ...(session && !servername && { session }),
  });
  if (!servername) socket.on("session", (fresh: Buffer) => (origin.session = fresh));
  return socket;
}
