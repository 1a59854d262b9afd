// An event is delivered at least once, under one id: whoever must not handle it twice remembers ids.

type MaybePromise<T> = T | Promise<T>;

/**
 * Where ids are remembered. `begin` must be one step for all processes that share it: of two that
 * ask at once only one is told "new".
 */
export interface Seen {
  /**
   * "new": nobody has it, and now the caller does. "running": somebody handles it right now.
   * "done": it was handled.
   */
  begin(id: string): MaybePromise<"new" | "running" | "done">;
  /** After "new": it is done, or, where its handling failed, forgotten so that the next attempt does it. */
  end(id: string, handled: boolean): MaybePromise<void>;
}

export interface SeenOptions {
  /** How long a handled id is remembered, in ms. Default a week; the default retries end after two days. */
  keepMs?: number;
  /**
   * How long a handler may take, in ms, before its process counts as dead and another may begin.
   * Default five minutes.
   */
  leaseMs?: number;
}

export const KEEP_MS: number = 7 * 86_400_000;
export const LEASE_MS: number = 300_000;
