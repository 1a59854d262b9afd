// Opens one socket: look-up, guard, TCP, TLS, under one timeout. The addresses that the guard saw are the ones
// that are connected to; nothing is resolved a second time. Knows nothing of HTTP.
import type { Socket } from "node:net";
import { isIP } from "node:net";
import type { Failure, Stage } from "./failure.ts";
import { ConnectError, connectFailure, dnsFailure, timeoutFailure } from "./failure.ts";
import type { ResolvedAddress } from "./lookup.ts";
import { connectProxy, openTunnel, type ProxyWay } from "./way/proxy.ts";
import { proxyTimeout } from "./way/proxy-failure.ts";
import { openSocket, resolve, secureSocket, type Origin } from "./socket.ts";

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
    const { peer, proxy } = origin;
    this.#timer = setTimeout(() => this.cancel(this.#timedOut()), options.timeoutMs);
    const begun = proxy?.byName
      ? this.#byName(proxy)
      : resolve(origin).then(
          (addresses) => this.#open(addresses),
          (error: unknown) => this.cancel(unresolved(dnsFailure(peer, error), proxy)),
        );
    begun.catch((error: unknown) => {
      const known = error instanceof ConnectError ? error.failure : undefined;
      this.cancel(known ?? connectFailure(peer, "connect", error));
    });
  }

  /** Gives up with this failure, unless it has ended. */
  cancel(failure: Failure): void {
    if (!this.#end()) return;
    this.#socket?.destroy();
    this.#dialed(new ConnectError(failure), null);
  }

  #timedOut(): Failure {
    const { peer, proxy } = this.#origin;
    const { timeoutMs } = this.#options;
    if (proxy && this.stage === "proxy") return proxyTimeout(proxy.peer, timeoutMs);
    return timeoutFailure(peer, this.stage, { connectTimeoutMs: timeoutMs });
  }

  async #open(addresses: readonly ResolvedAddress[]): Promise<void> {
    if (this.#ended) return;
    const { host, port, guard, proxy } = this.#origin;
    const isLiteral = isIP(host) !== 0;
    if (!isLiteral) this.marks.dns = performance.now();
    const texts = addresses.map(({ address }) => address);
    const verdict = guard.vet(host, texts, port);
    if (verdict.ok && proxy) return this.#tunnel(proxy, texts);
    if (verdict.ok) return this.#connect(addresses);
    this.cancel({ errorClass: "refused", message: verdict.reason, permanent: isLiteral });
  }

  /** The proxy looks the name up: what it leads to is not known here. */
  async #byName(proxy: ProxyWay): Promise<void> {
    const { host, port, guard } = this.#origin;
    const isLiteral = isIP(host) !== 0;
    const verdict = isLiteral ? guard.vet(host, [host], port) : this.#origin.vetName();
    if (!verdict.ok) {
      return this.cancel({ errorClass: "refused", message: verdict.reason, permanent: true });
    }
    if (!proxy.forwards) return this.#tunnel(proxy, [host]);
    this.stage = "proxy";
    this.#ready(await connectProxy(proxy, (socket) => this.#hold(socket)));
  }

  /** Asks the proxy for one of these, which are addresses that were vetted, or the name. */
  async #tunnel(proxy: ProxyWay, hosts: readonly string[]): Promise<void> {
    const { port, peer } = this.#origin;
    this.stage = "proxy";
    const targets = hosts.map((host) => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`);
    const opened = (socket: Socket): void => this.#hold(socket);
    const { socket, target } = await openTunnel(proxy, targets, { receiver: peer, opened });
    if (!proxy.byName) this.marks.address = target.replace(/:\d+$/, "").replaceAll(/[[\]]/g, "");
    this.#ready(socket);
  }

  #hold(socket: Socket): void {
    this.#socket = socket;
    if (this.#ended) socket.destroy();
  }

  /** The way through the proxy is open. */
  #ready(way: Socket): void {
    if (this.#ended) return void way.destroy();
    this.marks.connect = performance.now();
    way.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    if (!this.#origin.secure) return this.#succeed(way);
    this.stage = "tls";
    const socket = secureSocket(this.#origin, this.#options.servername, { socket: way });
    this.#socket = socket;
    this.#awaitTls(socket);
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
    this.#awaitTls(socket);
  }

  #awaitTls(socket: Socket): void {
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

/** Behind a proxy a machine often knows no names but its own network's. */
function unresolved(failure: Failure, proxy: ProxyWay | undefined): Failure {
  if (!proxy) return failure;
  const advice = 'where only the proxy knows it, set proxy.resolve: "proxy"';
  return { ...failure, message: `${failure.message}; ${advice}` };
}
