// Secrets that senders bring themselves: kept sealed, the first one of a route until somebody forgets it on purpose.
// Must not give a secret to the disk in clear.
import type { Seal } from "./seal.ts";

/** As it is stored. */
export interface SealedSecret {
  /** Folded. */
  route: string;
  sealed: string;
  /** The request that brought it. */
  requestId: string;
  /** Ms since the epoch. */
  broughtAt: number;
}

/** The port to the disk. */
export interface SealedSecrets {
  /** Durable when it resolves. Where the route has one already, that one stays and is given back. */
  keep: (secret: SealedSecret) => Promise<SealedSecret>;
  find: (route: string) => Promise<SealedSecret | undefined>;
  /** Durable when it resolves. False: there was none. */
  forget: (route: string) => Promise<boolean>;
}

export interface BroughtSecret {
  value: string;
  requestId: string;
  broughtAt: number;
}

/** What a host asks. `route`: folded. */
export interface BroughtSecrets {
  bringSecret: (route: string, secret: string, requestId: string) => Promise<"kept" | "other">;
  /** Throws where it cannot be opened: the key that it was sealed with is gone. */
  broughtSecret: (route: string) => Promise<BroughtSecret | undefined>;
  forgetSecret: (route: string) => Promise<boolean>;
}

export function createBroughtSecrets(
  secrets: SealedSecrets,
  seal: Seal,
  now: () => number,
): BroughtSecrets {
  function opened({ sealed, requestId, broughtAt, route }: SealedSecret): BroughtSecret {
    const value = seal.open(sealed);
    if (value !== undefined) return { value, requestId, broughtAt };
    throw new Error(
      `the secret that was brought to route ${route} cannot be opened: the key beside the log has changed; forget it, and let its sender begin again`,
    );
  }

  return {
    async bringSecret(route, secret, requestId) {
      const sealed = seal.close(secret);
      const kept = await secrets.keep({ route, sealed, requestId, broughtAt: now() });
      return opened(kept).value === secret ? "kept" : "other";
    },
    async broughtSecret(route) {
      const found = await secrets.find(route);
      return found && opened(found);
    },
    forgetSecret: (route) => secrets.forget(route),
  };
}

/** For an engine without a disk. */
export function secretsInMemory(): SealedSecrets {
  const kept = new Map<string, SealedSecret>();
  return {
    async keep(secret) {
      const found = kept.get(secret.route) ?? secret;
      kept.set(secret.route, found);
      return found;
    },
    find: async (route) => kept.get(route),
    forget: async (route) => kept.delete(route),
  };
}

/** For a log that has no place for them: nothing is kept that a restart would lose. */
export function keepingNone(): SealedSecrets {
  return {
    async keep() {
      throw new Error(
        "this log cannot keep a secret that a sender brings; write it into the settings of the route",
      );
    },
    find: async () => undefined,
    forget: async () => false,
  };
}
