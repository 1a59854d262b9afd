// Wakes those who wait for something new in a feed. Holds no thread and no call to the engine.

export interface Bell {
  ring: (endpoint: string) => void;
  /** How often it rang: asked before the feed is read, so that nothing that is committed meanwhile is missed. */
  rung: (endpoint: string) => number;
  /** Resolves when it has rung more often than `rung`, when `withinMs` are over, or when `ended` resolves. */
  wait: (
    endpoint: string,
    until: { rung: number; withinMs: number; ended: Promise<void> },
  ) => Promise<void>;
}

export function createBell(): Bell {
  const counts = new Map<string, number>();
  const sleepers = new Map<string, Set<() => void>>();
  const rungOf = (endpoint: string): number => counts.get(endpoint) ?? 0;

  return {
    rung: rungOf,
    ring(endpoint) {
      counts.set(endpoint, rungOf(endpoint) + 1);
      for (const wake of sleepers.get(endpoint) ?? []) wake();
    },
    async wait(endpoint, { rung, withinMs, ended }) {
      if (rungOf(endpoint) > rung || withinMs <= 0) return;
      const others = sleepers.get(endpoint) ?? new Set();
      sleepers.set(endpoint, others);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          others.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, withinMs);
        others.add(wake);
        void ended.then(wake);
      });
    },
  };
}
