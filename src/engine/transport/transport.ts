// The network, as the engine sees it: POSTs over kept-alive HTTP/1.1 sockets, each opened only to addresses that
// the guard has vetted. Never follows, never decodes, never rejects; retries and outcomes are decided elsewhere.
import type { Listener } from "../guard/guard.ts";
import type { Answer, Transport } from "../attempt/outgoing.ts";
import { Exchange } from "./exchange.ts";
import type { Failure } from "./failure.ts";
import { STOPPED } from "./failure.ts";
import type { Lookup } from "./lookup.ts";
import { lookupBySystem, shareLookups } from "./lookup.ts";
import { createRoutes } from "./routes.ts";

export interface TransportOptions {
  /** Default: the system's resolver. */
  lookup?: Lookup;
  /** Where the Gateway listens: never a target, whatever an endpoint allows. */
  ownListeners?: readonly Listener[];
  /** PEM of the issuers to trust in place of Node's own. */
  ca?: string;
  /** Origins whose sockets may wait for the next request. Default 256. */
  maxIdleOrigins?: number;
}

/**
 * Creates the transport. Sockets are opened when a request needs one; up to `request.connections` of them per
 * origin and policy stay open for the next, 4 s or as long as the server says, at most 60 s. How many requests
 * are in flight is the caller's bound: a path that hangs then never holds up another one on the same host.
 *
 * - A kept-alive socket that turns out closed before any byte of the answer: the request is repeated once, at
 *   once, on a new one. The event id makes that safe for the receiver.
 * - `timings` count from the start of `send` to the end of each stage.
 * - Credentials in the URL go out as basic authorization unless the request has its own.
 * - No `accept-encoding` is sent: servers then answer uncompressed, and what comes is logged as it is.
 * - An answer that is not HTTP has the class `truncated`; a request stopped by its signal or by `close`, `internal`.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const routes = createRoutes({
    lookup: shareLookups(options.lookup ?? lookupBySystem),
    ownListeners: options.ownListeners ?? [],
    maxIdleOrigins: options.maxIdleOrigins ?? 256,
    ...(options.ca && { ca: options.ca }),
  });
  const inFlightOf = createAbortWatch();
  let closed = false;

  return {
    // Not async: the exchange's promise is the answer, and each one in between costs every request.
    send(request, signal) {
      if (closed || signal.aborted) return Promise.resolve(failed(STOPPED));
      const found = routes.find(request);
      if (!found.ok) return Promise.resolve(failed(found.failure));
      return new Exchange(request, found.route, inFlightOf(signal)).run();
    },
    async close() {
      closed = true;
      await routes.close();
    },
  };
}

function failed(failure: Failure): Answer {
  return { kind: "failure", ...failure, timings: { total: 0 } };
}

// One listener per signal and not per request: a listener costs more than all else that `send` does.
function createAbortWatch(): (signal: AbortSignal) => Set<Exchange> {
  const watched = new WeakMap<AbortSignal, Set<Exchange>>();
  return (signal) => {
    const known = watched.get(signal);
    if (known) return known;
    const inFlight = new Set<Exchange>();
    watched.set(signal, inFlight);
    signal.addEventListener("abort", () => inFlight.forEach((exchange) => exchange.stop(STOPPED)), {
      once: true,
    });
    return inFlight;
  };
}
