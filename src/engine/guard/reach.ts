// Where an endpoint's name leads now, and whether the guard lets anything go there. Connects to nothing.
import type { Clock } from "../clock.ts";
import { endsWithin } from "../deadline.ts";
import { bareHost, createGuard, vetUrl, type AllowPrivateNetwork, type Listener } from "./guard.ts";
import type { Lookup } from "../transport/lookup.ts";

export interface Reach {
  host: string;
  /** What the name resolves to; empty when it does not. */
  addresses: readonly string[];
  allowed: boolean;
  /** Why not, and which setting changes that. */
  reason?: string;
}

/** Never rejects. */
export type FindReach = (url: string, allow: AllowPrivateNetwork) => Promise<Reach>;

export interface ReachPorts {
  lookup: Lookup;
  clock: Clock;
  /** Where the Gateway listens: never a target. */
  ownListeners: readonly Listener[];
}

const PATIENCE_MS = 3000;

export function createReach({ lookup, clock, ownListeners }: ReachPorts): FindReach {
  return async (url, allow) => {
    const vetted = vetUrl(url, allow);
    const parsed = URL.parse(url);
    const host = parsed === null ? "" : bareHost(parsed.hostname);
    if (parsed === null || !vetted.ok) {
      return { host, addresses: [], allowed: false, ...(!vetted.ok && { reason: vetted.reason }) };
    }
    const addresses = await resolved(host);
    if (typeof addresses === "string") {
      return { host, addresses: [], allowed: false, reason: addresses };
    }
    const port = Number(parsed.port) || (parsed.protocol === "https:" ? 443 : 80);
    const verdict = createGuard(allow, ownListeners).vet(host, addresses, port);
    if (verdict.ok) return { host, addresses, allowed: true };
    return { host, addresses, allowed: false, reason: verdict.reason };
  };

  /** Addresses, or why there are none. */
  async function resolved(host: string): Promise<string[] | string> {
    let answer: string[] | string = `${host}: the name look-up took longer than ${PATIENCE_MS} ms`;
    const asked = lookup(host).then(
      (found) => {
        answer = found.map(({ address }) => address);
      },
      (error: unknown) => {
        answer = `${host}: the name cannot be resolved (${codeOf(error)})`;
      },
    );
    await endsWithin(clock, asked, PATIENCE_MS);
    return answer;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "no reason given";
}
