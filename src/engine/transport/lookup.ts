// Name look-ups for new connections. Only answers what the resolver said: the guard judges it.
import { lookup as askSystem } from "node:dns/promises";

export interface ResolvedAddress {
  address: string;
  /** 4 or 6. */
  family: number;
}

/** Every address of a name, in the order to try. Rejects with the resolver's error. */
export type Lookup = (host: string) => Promise<readonly ResolvedAddress[]>;

/** The system's resolver, hosts file and mDNS included. */
export const lookupBySystem: Lookup = (host) => askSystem(host, { all: true });

/**
 * Lets connections that begin together share one look-up. The system's resolver has four threads for the
 * whole process: a burst to one name, or one dead name, must not take them all. Nothing outlives its look-up.
 */
export function shareLookups(lookup: Lookup): Lookup {
  const running = new Map<string, ReturnType<Lookup>>();
  return (host) => {
    const known = running.get(host);
    if (known) return known;
    const started = lookup(host).finally(() => running.delete(host));
    running.set(host, started);
    return started;
  };
}
